package io.meterweave.it.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies, deletes and lists directories. */
public final class Trees {
    private Trees() {}

    /** Everything below, without {@code root} itself. */
    public static List<Path> below(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The regular files below whose names end so. */
    public static List<Path> files(Path root, String suffix) {
        return below(root).stream()
                .filter(Files::isRegularFile)
                .filter(file -> file.getFileName().toString().endsWith(suffix))
                .toList();
    }

    public static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            for (Path path : below(from)) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void delete(Path root) {
        try {
            if (Files.isDirectory(root)) {
                for (Path path :
                        below(root).stream().sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
            Files.deleteIfExists(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
