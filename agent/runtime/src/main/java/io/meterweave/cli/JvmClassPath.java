package io.meterweave.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The jars and directories that a running JVM has its classes from: its class path, the jars of its module path, and where
 * the system tells, every jar that it holds open, whichever class loader that is for. In a container with files of its own
 * they are found through {@code /proc/<pid>/root}.
 */
final class JvmClassPath {
    private final Path proc;
    private final Path root;
    private final Set<Path> found = new LinkedHashSet<>();

    JvmClassPath(String pid) {
        proc = Path.of("/proc", pid);
        root = hasFilesOfItsOwn() ? proc.resolve("root") : Path.of("/");
    }

    private boolean hasFilesOfItsOwn() {
        try {
            Path own = Path.of("/proc/self/ns/mnt");
            return !Files.readSymbolicLink(own).equals(Files.readSymbolicLink(proc.resolve("ns/mnt")));
        } catch (IOException | UnsupportedOperationException e) {
            return false; // Not told: taken for ours.
        }
    }

    /** Asks the JVM for its system properties; nothing is loaded into it. */
    List<Path> entries(RunningJvm jvm) throws UnreachableJvmException {
        Properties properties = jvm.systemProperties();
        Path cwd = Path.of(properties.getProperty("user.dir", "/"));
        for (Path entry : split(properties, "java.class.path", cwd)) {
            addIfThere(entry);
        }
        for (Path entry : split(properties, "jdk.module.path", cwd)) {
            addIfThere(entry);
            files(entry).filter(JvmClassPath::isArchive).forEach(this::addIfThere);
        }
        for (Path descriptor : files(proc.resolve("fd")).toList()) {
            try {
                Path file = Files.readSymbolicLink(descriptor);
                if (isArchive(file)) {
                    addIfThere(inside(file));
                }
            } catch (IOException | RuntimeException e) {
                // Closed since, or no link to a file.
            }
        }
        return List.copyOf(found);
    }

    private List<Path> split(Properties properties, String key, Path cwd) {
        return Stream.of(properties.getProperty(key, "").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> inside(cwd.resolve(entry)))
                .toList();
    }

    private Path inside(Path path) {
        return root.resolve(path.toString().substring(1)).normalize();
    }

    /** What is in a directory; nothing where it is none, or may not be read. */
    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.empty();
        }
    }

    private static boolean isArchive(Path file) {
        return file.toString().endsWith(".jar") || file.toString().endsWith(".war");
    }

    /** A class path may name what is not there. */
    private void addIfThere(Path path) {
        if (Files.exists(path)) {
            found.add(path);
        }
    }
}
