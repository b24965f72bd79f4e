package io.meterweave.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Starts a class of the tests in another JVM. */
final class ChronicleForks {
    private ChronicleForks() {}

    /** The homes of one JDK of each version from 17 on, found beside the one we run on. */
    static List<Path> jdks() throws IOException {
        TreeMap<Integer, Path> found = new TreeMap<>();
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> homes = Files.list(own.getParent())) {
            for (Path home : homes.toList()) {
                int version = version(home);
                if (version >= 17) {
                    found.put(version, home);
                }
            }
        }
        found.put(Runtime.version().feature(), own);
        return new ArrayList<>(found.values());
    }

    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.exists(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (var in = Files.newInputStream(release)) {
            properties.load(in);
        }
        return Runtime.Version.parse(properties.getProperty("JAVA_VERSION", "0").replace("\"", ""))
                .feature();
    }

    static Process start(Path jdk, Path errors, Class<?> main, String... args) throws IOException {
        return start(command(jdk, main, args), errors);
    }

    /** Starts it with a limit, in KiB, on the size of each file that it writes. */
    static Process startLimited(Path jdk, int limit, Path errors, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + limit + "; exec \"$@\"", "bash"));
        command.addAll(command(jdk, main, args));
        return start(command, errors);
    }

    private static Process start(List<String> command, Path errors) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
    }

    static List<String> command(Path jdk, Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        for (String opened : List.of("java.lang.reflect", "sun.nio.ch", "jdk.internal.ref")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        // The JVM's own files are not what the limit is for.
        command.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
