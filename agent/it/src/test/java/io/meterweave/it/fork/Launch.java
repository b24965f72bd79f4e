package io.meterweave.it.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to start: one command, put together step by step. Each start gets a private directory with an empty working
 * directory and an empty {@code java.io.tmpdir} in it, and an environment without the variables that steer a JVM.
 */
public final class Launch {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** ONNX Runtime 1.29 recurses over the command line and overflows a stack of 1 MB at some 4,000 characters. */
    private static final int LONGEST_CLASSPATH = 2_000;

    private final Path executable;
    private final List<String> flags = new ArrayList<>();
    private final List<String> program = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String classpath = "";
    private List<String> wrapper = List.of();

    private Launch(Path executable) {
        this.executable = executable;
    }

    /** A JVM. */
    public static Launch on(Jdk jdk) {
        return new Launch(jdk.tool("java"));
    }

    /** A tool of the JDK, such as javac. */
    public static Launch tool(Jdk jdk, String name, String... args) {
        Launch launch = new Launch(jdk.tool(name));
        launch.program.addAll(List.of(args));
        return launch;
    }

    /** The agent jar's command line. */
    public static Launch cli(Jdk jdk, String... args) {
        Launch launch = on(jdk);
        launch.program.addAll(List.of("-jar", Libraries.agent().toString()));
        launch.program.addAll(List.of(args));
        return launch;
    }

    /** With the agent; {@code options} are {@code key=value}. */
    public Launch agent(String... options) {
        return agent(Libraries.agent(), options);
    }

    public Launch agent(Path jar, String... options) {
        return flags("-javaagent:" + jar + (options.length == 0 ? "" : "=" + String.join(",", options)));
    }

    public Launch flags(String... added) {
        flags.addAll(List.of(added));
        return this;
    }

    /** Under a program that starts it, such as {@code unshare} or {@code strace}. */
    public Launch under(String... command) {
        wrapper = List.of(command);
        return this;
    }

    public Launch env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Launch classpath(String path) {
        classpath = path;
        return this;
    }

    /** A program of ours with the newest ONNX Runtime, unless another class path was given. */
    public Launch main(Class<?> type, Object... args) {
        if (classpath.isEmpty()) {
            classpath(Libraries.classpath());
        }
        program.add(type.getName());
        for (Object arg : args) {
            program.add(arg.toString());
        }
        return this;
    }

    /** Further arguments of the program. */
    public Launch args(String... added) {
        program.addAll(List.of(added));
        return this;
    }

    public ForkedJvm start() {
        try {
            Path root = Files.createDirectories(
                    Path.of(Libraries.required("it.forks")).toAbsolutePath());
            Path home = Files.createTempDirectory(root, "fork-");
            Path tmp = Files.createDirectory(home.resolve("tmp"));
            Path work = Files.createDirectory(home.resolve("work"));
            ProcessBuilder builder = new ProcessBuilder(command(tmp))
                    .directory(work.toFile())
                    .redirectOutput(home.resolve("stdout.txt").toFile())
                    .redirectError(home.resolve("stderr.txt").toFile());
            Map<String, String> env = builder.environment();
            env.keySet().removeIf(Launch::steersJvms);
            env.putAll(environment);
            if (classpath.length() > LONGEST_CLASSPATH) {
                env.put("CLASSPATH", classpath);
            }
            return new ForkedJvm(builder.start(), home, !wrapper.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits for its end. */
    public Exit run() {
        try (ForkedJvm jvm = start()) {
            return jvm.await(PATIENCE);
        }
    }

    private List<String> command(Path tmp) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(executable.toString());
        if (executable.endsWith("java")) {
            command.add("-Djava.io.tmpdir=" + tmp);
            command.addAll(flags);
            if (!classpath.isEmpty() && classpath.length() <= LONGEST_CLASSPATH) {
                command.addAll(List.of("-cp", classpath));
            }
        }
        command.addAll(program);
        return command;
    }

    private static boolean steersJvms(String variable) {
        return variable.equals("JAVA_TOOL_OPTIONS")
                || variable.equals("JDK_JAVA_OPTIONS")
                || variable.equals("_JAVA_OPTIONS")
                || variable.startsWith("METERWEAVE_")
                || variable.startsWith("OTEL_");
    }
}
