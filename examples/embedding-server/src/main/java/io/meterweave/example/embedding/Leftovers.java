package io.meterweave.example.embedding;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The native libraries that ONNX Runtime unpacks into the temporary directory, 28 MB, and deletes when its JVM ends in an
 * orderly way. A killed JVM leaves them, so the one who killed it tidies up. Known on Linux only; elsewhere they stay.
 */
final class Leftovers {
    private final Set<Path> directories;

    private Leftovers(Set<Path> directories) {
        this.directories = directories;
    }

    /** Those that the living process has mapped: certain to be its own. */
    static Leftovers of(long pid) throws IOException {
        Path maps = Path.of("/proc", Long.toString(pid), "maps");
        if (!Files.isReadable(maps)) {
            return new Leftovers(Set.of());
        }
        try (Stream<String> lines = Files.lines(maps)) {
            return new Leftovers(lines.filter(line -> line.contains("/onnxruntime-java"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))).getParent())
                    .collect(Collectors.toSet()));
        }
    }

    void delete() throws IOException {
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
