package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskEpochTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path root;

    /** Only whole files are given back: with one as large as the quota nothing could be, and usage would be refused. */
    @Test
    void theJournalsFilesAreASixteenthOfTheQuota() throws Exception {
        assertThat(lengths(4 * MIB, "128MiB", "1MiB")).hasSize(1);
        assertThat(lengths(4 * MIB, "16MiB", "1MiB")).hasSizeBetween(4, 5);
    }

    @Test
    void theJournalsFilesGrowByItsBlock() throws Exception {
        assertThat(lengths(8192, "16MiB", "64KiB")).singleElement().matches(length -> length <= 320 << 10);
        assertThat(lengths(8192, "16MiB", "1MiB")).singleElement().matches(length -> length > MIB);
    }

    /** How long the files are of a journal that was given so many bytes. */
    private List<Long> lengths(int bytes, String quota, String block) throws Exception {
        AgentConfig config = AgentConfig.of(Map.of("quota", quota, "journal.block", block), "host");
        DiskEpoch epoch = DiskEpoch.create(config, root, new Complaints());
        Path journal =
                root.resolve("instances").resolve(epoch.identity().epoch()).resolve("journal");
        try (Journal open = epoch.openJournal()) {
            for (int i = 0; i < bytes / 8192; i++) {
                open.append(ByteBuffer.allocate(8192 - 64));
            }
            try (Stream<Path> files = Files.list(journal)) {
                return files.filter(file -> file.toString().endsWith(".cq4"))
                        .map(DiskEpochTest::length)
                        .toList();
            }
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
