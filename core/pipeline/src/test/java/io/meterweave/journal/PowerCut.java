package io.meterweave.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A machine's death: any page that was written since its file was last forced may be back at what was forced. */
final class PowerCut {
    private static final int PAGE = 4096;

    private final Map<Path, byte[]> forced = new HashMap<>();

    /** A directory's files were forced. */
    void remember(Path dir) {
        try {
            for (Path file : files(dir)) {
                forced.put(file, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new JournalException("cannot look", e);
        }
    }

    /** Sets half of the pages back. */
    void cut(Path dir, Random random) throws IOException {
        for (Path file : files(dir)) {
            byte[] now = Files.readAllBytes(file);
            byte[] before = Arrays.copyOf(forced.getOrDefault(file, new byte[0]), now.length);
            for (int page = 0; page < now.length; page += PAGE) {
                if (random.nextBoolean()) {
                    System.arraycopy(before, page, now, page, Math.min(PAGE, now.length - page));
                }
            }
            Files.write(file, now);
        }
    }

    private static List<Path> files(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
