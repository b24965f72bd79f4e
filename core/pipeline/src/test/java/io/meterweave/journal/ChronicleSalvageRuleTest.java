package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept behind a hole. */
@Timeout(60)
class ChronicleSalvageRuleTest {
    @TempDir(factory = MemoryDirs.class)
    Path temp;

    private final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();

    /** A journal of these sequences, in this order, one hour for each part. */
    private Path journal(String parts) {
        Path dir = temp.resolve("journal");
        try (Journal journal = ChronicleEntries.open(dir, clock)) {
            for (String part : parts.split(" ")) {
                String[] ends = part.split("-");
                ChronicleSalvageScene.append(journal, Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
                clock.move(1);
            }
        }
        return dir;
    }

    private List<Long> read(Path dir) {
        try (Journal journal = ChronicleEntries.open(dir, clock)) {
            return ChronicleSalvageScene.read(journal);
        }
    }

    private static List<Long> sequences(String parts) {
        List<Long> all = new ArrayList<>();
        for (String part : parts.isBlank() ? new String[0] : parts.split(" ")) {
            String[] ends = part.split("-");
            all.addAll(numbers(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]) + 1));
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        // whole, keepUpTo, kept, firstMissing, missing, dropped
        "1-10,                  0,   1-10,             0,  0, 0",
        "1-10 12-20,            0,   1-10,             0,  0, 9",
        "1-10 12-20,            10,  1-10,             0,  0, 9",
        "1-10 12-20,            11,  1-10,             0,  0, 9",
        "1-10 12-20,            12,  1-10 12-20,       11, 1, 0",
        "1-10 12-20 30-40,      15,  1-10 12-20,       11, 1, 11",
        "1-3 5-6 9-10 12,       6,   1-3 5-6,          4,  1, 3",
        "1-3 5-6 9-10 12,       -1,  1-3 5-6 9-10 12,  4,  4, 0",
        "1-3 5-6 9-10 12,       9,   1-3 5-6 9-10,     4,  3, 1",
        // The beginning was lost; or it was sent and deleted.
        "5-20,                  0,   '',               0,  0, 16",
        "5-20,                  3,   '',               0,  0, 16",
        "5-20,                  4,   5-20,             0,  0, 0",
        "5-20,                  -1,  5-20,             0,  0, 0",
        "5-20,                  9,   5-20,             0,  0, 0",
        // Repeated, as after a recovery of a journal whose end could not be reached.
        "1-20 11-30,            0,   1-30,             0,  0, 0",
        "11-20 1-30,            0,   1-30,             0,  0, 0",
        "15 1-30,               0,   1-30,             0,  0, 0",
        "15 17 1-10 12-16,      0,   1-10,             0,  0, 6",
        "15 17 1-10 12-16,      13,  1-10 12-17,       11, 1, 0",
    })
    void keeps(String whole, long keepUpTo, String kept, long firstMissing, long missing, long dropped) {
        Path dir = journal(whole);
        long keep = keepUpTo < 0 ? ChronicleSalvage.KEEP_ALL : keepUpTo;
        List<Long> expected = sequences(kept);
        ChronicleSalvage.Salvaged told = ChronicleSalvage.run(dir, keep);
        assertThat(read(dir)).isEqualTo(expected);
        assertThat(told)
                .isEqualTo(new ChronicleSalvage.Salvaged(
                        expected.size(),
                        expected.isEmpty() ? 0 : expected.get(0),
                        expected.isEmpty() ? 0 : expected.get(expected.size() - 1),
                        firstMissing,
                        missing,
                        dropped,
                        0));
    }

    @Test
    void ofTwoThatDifferTheFirstStays() {
        Path dir = journal("1-5000");
        try (Journal journal = ChronicleEntries.open(dir, clock)) {
            for (long sequence = 4900; sequence <= 5003; sequence++) {
                ByteBuffer other = ChronicleSalvageScene.entry(sequence);
                journal.append(sequence % 10 == 0 ? other.put(40, (byte) 1).put(41, (byte) 2) : other);
            }
        }
        ChronicleSalvage.Salvaged told = ChronicleSalvage.run(dir, 0);
        assertThat(told.conflicting()).isEqualTo(11);
        assertThat(told.dropped()).isZero();
        assertThat(read(dir)).isEqualTo(numbers(1, 5004));
    }

    @Test
    void filesKeepTheirHoursAndLongEntriesTheirLength() throws IOException {
        Path dir = temp.resolve("journal");
        ByteBuffer longest = ByteBuffer.allocate(ChronicleOptions.LONGEST_ENTRY);
        longest.put(ChronicleSalvageScene.entry(1)).position(0);
        try (Journal journal = ChronicleJournal.open(dir, new ChronicleOptions(64 << 20, clock))) {
            journal.append(longest);
            for (long sequence = 2; sequence < 100; sequence++) {
                clock.move(sequence % 10 == 0 ? 3 : 0);
                journal.append(ChronicleSalvageScene.entry(sequence));
            }
        }
        List<ChronicleCycle> before = ChronicleCycle.list(dir);
        ChronicleSalvage.run(dir, 0);
        assertThat(ChronicleCycle.list(dir)).isEqualTo(before).hasSize(10);
        try (Journal journal = ChronicleJournal.openReadOnly(dir);
                JournalReader reader = journal.reader()) {
            assertThat(reader.next()).isEqualTo(longest);
            assertThat(ChronicleSalvageScene.sequence(reader.next())).isEqualTo(2);
        }
        assertThat(Files.exists(dir.resolveSibling("journal.damaged"))).isTrue();
    }
}
