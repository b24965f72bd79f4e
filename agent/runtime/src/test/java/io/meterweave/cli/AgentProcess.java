package io.meterweave.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM with an agent's pipeline, which holds its lock until it is killed. */
final class AgentProcess implements AutoCloseable {
    private final Process process;

    /** Begins one that has journaled one record, of {@code journaled}, and has one more, of {@code ringed}, in its ring. */
    AgentProcess(Path dir) throws IOException {
        process = fork(AgentProcess.class, dir.toString());
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (!"ready".equals(line)) {
            close();
            throw new IOException("the forked JVM said " + line);
        }
    }

    /** Forks a JVM of the kind that runs this test. */
    static Process fork(Class<?> main, String... args) throws IOException {
        return fork("128m", main, args);
    }

    /** Forks one with a heap of this size. */
    static Process fork(String heap, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }

    /** {@code kill -9}. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] args) throws Exception {
        TestAgent agent = new TestAgent(Path.of(args[0]), "forked");
        agent.usage("journaled", "m", d -> {}).journal().usage("ringed", "m", d -> {});
        System.out.println("ready");
        int unused = System.in.read();
    }
}
