package io.meterweave.cli;

import io.meterweave.agent.AgentProperties;
import io.meterweave.agent.AttachAnswer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads this agent into a JVM that is running. */
@Command(
        name = "attach",
        description = "Loads this agent into a JVM that is running. When it ends with 0, every inference that begins"
                + " afterwards is metered.",
        footer = "%nRelative paths are relative to the working directory of that JVM.")
final class AttachCommand implements Callable<Integer> {
    private final Output out;
    private final Messages messages;

    @Parameters(index = "0", paramLabel = "PID", description = "The JVM's process.")
    private long pid;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "The agent's settings, as behind -javaagent.")
    private List<String> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    AttachCommand(Output out, Messages messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public Integer call() throws OutputException {
        if (pid < 1) {
            throw new ParameterException(spec.commandLine(), "Invalid value for 'PID': allowed is a process's number");
        }
        try (RunningJvm jvm = new JvmProcess(pid).connect()) {
            String id = UUID.randomUUID().toString();
            jvm.load(ownJar(), AttachAnswer.request(id, String.join(",", settings)));
            AttachAnswer answer = AttachAnswer.parse(jvm.agentProperties().getProperty(AgentProperties.ANSWER), id);
            if (answer == null) {
                throw new UnreachableJvmException(
                        jvm.name() + " does not tell how it went; see what it says on its standard error");
            }
            return tell(jvm, answer);
        } catch (UnreachableJvmException e) {
            messages.say("attach: " + e.getMessage());
            return ExitCode.UNREACHABLE;
        }
    }

    private int tell(RunningJvm jvm, AttachAnswer answer) throws OutputException {
        for (String remark : answer.remarks()) {
            messages.say("attach: " + jvm.name() + ": " + remark);
        }
        if (answer.status() == AttachAnswer.Status.METERING) {
            out.text(jvm.name() + " is metered; usage goes to " + PlainText.of(answer.dir()) + "\n");
            for (String type : answer.woven()) {
                out.text("woven: " + PlainText.of(type) + "\n");
            }
            if (answer.woven().isEmpty()) {
                out.text("nothing that is metered is loaded there yet; what is loaded from now on will be\n");
            }
        }
        return switch (answer.status()) {
            case METERING -> answer.remarks().isEmpty() ? ExitCode.OK : ExitCode.FAULT;
            case REFUSED -> ExitCode.FAULT;
            case CONFIGURATION -> ExitCode.USAGE;
        };
    }

    private static String ownJar() throws UnreachableJvmException {
        CodeSource source = AttachCommand.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath().toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new UnreachableJvmException("the agent's own jar cannot be found: " + e.getMessage(), e);
        }
    }
}
