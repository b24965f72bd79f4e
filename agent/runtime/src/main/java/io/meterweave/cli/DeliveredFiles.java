package io.meterweave.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of events that a command line names, in the order in which they were written. */
final class DeliveredFiles {
    /** Standard input. */
    static final Path STDIN = Path.of("-");

    private static final Comparator<Path> BY_NUMBER = Comparator.comparing(DeliveredFiles::stem)
            .thenComparing(file -> name(file).length())
            .thenComparing(DeliveredFiles::name);

    private DeliveredFiles() {}

    /**
     * The files themselves, and of each directory its {@code *.jsonl}: those of one epoch by the number that rotation
     * gave them, which has six digits or more.
     *
     * @throws IOException where a directory cannot be listed, or has none
     */
    static List<Path> in(Path named) throws IOException {
        if (named.equals(STDIN) || !Files.isDirectory(named)) {
            return List.of(named);
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> children = Files.list(named)) {
            children.filter(child -> name(child).endsWith(".jsonl"))
                    .sorted(BY_NUMBER)
                    .forEach(files::add);
        }
        if (files.isEmpty()) {
            throw new IOException("there is no *.jsonl in it");
        }
        return files;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String stem(Path file) {
        String name = name(file);
        return name.substring(0, Math.max(0, name.lastIndexOf('-')));
    }
}
