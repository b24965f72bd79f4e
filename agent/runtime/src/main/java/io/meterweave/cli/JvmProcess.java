package io.meterweave.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that is to be attached to, looked at from outside first. Attaching begins with a SIGQUIT: a process that
 * does not catch it dies of it, and a JVM that answers no attach prints a thread dump on its standard output.
 */
final class JvmProcess {
    private static final long SIGQUIT = 1L << 2;
    private static final String CAUGHT = "SigCgt:";
    private static final String DISABLED = "+DisableAttachMechanism";

    private final long pid;

    JvmProcess(long pid) {
        this.pid = pid;
    }

    /** {@code process 4711}. */
    String name() {
        return "process " + pid;
    }

    String id() {
        return Long.toString(pid);
    }

    /**
     * Connects, where that does no harm.
     *
     * @throws UnreachableJvmException where there is no such JVM, it refuses, or this Java has no attach API
     */
    RunningJvm connect() throws UnreachableJvmException {
        check();
        try {
            return RunningJvm.connect(this);
        } catch (NoClassDefFoundError e) {
            throw new UnreachableJvmException(
                    "this Java has no module jdk.attach; use the java of a JDK, of any version from 17 on", e);
        }
    }

    private void check() throws UnreachableJvmException {
        if (ProcessHandle.of(pid).isEmpty()) {
            throw new UnreachableJvmException(name() + " does not exist; jps lists the JVMs that run");
        }
        if (!catchesQuit()) {
            throw new UnreachableJvmException(
                    name() + " is no JVM, or one that runs with -Xrs; start it with -javaagent instead");
        }
        if (text("cmdline").contains(DISABLED) || text("environ").contains(DISABLED)) {
            throw new UnreachableJvmException(
                    name() + " runs with -XX:+DisableAttachMechanism; start it with -javaagent instead");
        }
    }

    /** What can be done where a JVM refuses. */
    String whatToDo() {
        String theirs = user(ProcessHandle.of(pid));
        String ours = user(Optional.of(ProcessHandle.current()));
        if (theirs != null && !theirs.equals(ours)) {
            return "it runs as user " + theirs + ": attach as that user";
        }
        return "is it a JVM, not stopped and not in another container? or start it with -javaagent";
    }

    private static @Nullable String user(Optional<ProcessHandle> process) {
        return process.flatMap(handle -> handle.info().user()).orElse(null);
    }

    /** Where the system does not tell, the attach API is left to find out. */
    private boolean catchesQuit() {
        return text("status")
                .lines()
                .filter(line -> line.startsWith(CAUGHT))
                .map(line -> line.substring(CAUGHT.length()).strip())
                .filter(mask -> mask.matches("[0-9a-f]{1,16}"))
                .allMatch(mask -> (Long.parseUnsignedLong(mask, 16) & SIGQUIT) != 0);
    }

    private String text(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
