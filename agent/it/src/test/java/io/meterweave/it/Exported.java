package io.meterweave.it;

import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Follows what the file exporter writes under a directory: each complete line once. */
public final class Exported {
    private final Path directory;
    private final Map<Path, Long> read = new HashMap<>();

    public Exported(Path dir) {
        directory = dir.resolve("export/file");
    }

    public List<Path> files() {
        return Files.isDirectory(directory) ? Trees.files(directory, ".jsonl") : List.of();
    }

    public void forEachNew(Consumer<String> consumer) {
        for (Path file : files()) {
            long from = read.getOrDefault(file, 0L);
            byte[] bytes = from(file, from);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(consumer);
            read.put(file, from + end);
        }
    }

    private static byte[] from(Path file, long position) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(in.length() - position, 1 << 24)];
            in.seek(position);
            in.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
