package io.meterweave.it;

import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directories of a directory's instances, the oldest first: their names are time-ordered. One in the making starts with a dot. */
public final class Instances {
    private Instances() {}

    public static List<Path> of(Path dir) {
        Path instances = dir.resolve("instances");
        if (!Files.isDirectory(instances)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(instances)) {
            return paths.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The journal's files of one instance, which may be alive; its other files come and go. */
    public static List<Path> journal(Path instance) {
        Path journal = instance.resolve("journal");
        return Files.isDirectory(journal) ? Trees.files(journal, ".cq4") : List.of();
    }

    /** How much of a journal file is in use: these files are longer than what they hold, and sparse. */
    public static int used(Path file) {
        try {
            return used(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int used(byte[] content) {
        int used = content.length;
        while (used > 0 && content[used - 1] == 0) {
            used--;
        }
        return used;
    }
}
