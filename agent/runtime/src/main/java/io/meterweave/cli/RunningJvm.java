package io.meterweave.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Properties;

/** Another JVM of this machine, through the JDK's attach API; closing it leaves that JVM alone again. */
final class RunningJvm implements AutoCloseable {
    private final String name;
    private final VirtualMachine machine;

    private RunningJvm(String name, VirtualMachine machine) {
        this.name = name;
        this.machine = machine;
    }

    /** Connects to a process that was looked at, see {@link JvmProcess#connect}. */
    static RunningJvm connect(JvmProcess process) throws UnreachableJvmException {
        try {
            return new RunningJvm(process.name(), VirtualMachine.attach(process.id()));
        } catch (AttachNotSupportedException | IOException e) {
            throw new UnreachableJvmException(
                    process.name() + " cannot be attached to: " + message(e) + "; " + process.whatToDo(), e);
        }
    }

    /** {@code process 4711}. */
    String name() {
        return name;
    }

    /**
     * Loads an agent; returns when its agentmain has.
     *
     * @throws UnreachableJvmException where the JVM does not load it
     */
    void load(String jar, String arguments) throws UnreachableJvmException {
        try {
            machine.loadAgent(jar, arguments);
        } catch (AgentLoadException | AgentInitializationException | IOException e) {
            throw new UnreachableJvmException(
                    name + " does not load the agent: " + message(e)
                            + "; it must be able to read " + jar
                            + ", and must not run with -XX:-EnableDynamicAgentLoading",
                    e);
        }
    }

    /** What agents have left there for tools. */
    Properties agentProperties() throws UnreachableJvmException {
        try {
            return machine.getAgentProperties();
        } catch (IOException e) {
            throw new UnreachableJvmException(name + " cannot be asked: " + message(e) + "; does it still run?", e);
        }
    }

    /** The JVM's system properties. */
    Properties systemProperties() throws UnreachableJvmException {
        try {
            return machine.getSystemProperties();
        } catch (IOException e) {
            throw new UnreachableJvmException(name + " cannot be asked: " + message(e) + "; does it still run?", e);
        }
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.strip();
    }

    @Override
    public void close() {
        try {
            machine.detach();
        } catch (IOException e) {
            // It has ended: there is nothing to leave.
        }
    }
}
