package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.append;
import static io.meterweave.journal.ChronicleEntries.number;
import static io.meterweave.journal.ChronicleEntries.numbers;
import static io.meterweave.journal.ChronicleEntries.read;
import static io.meterweave.journal.ChronicleEntries.readBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are ended by their size, within the hour. */
@Timeout(60)
class ChronicleRollTest {
    private static final int ROLL = 256 << 10;
    private static final int ENTRIES = 20_000;

    @TempDir
    Path dir;

    private final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();

    private ChronicleJournal open() {
        return ChronicleJournal.open(dir, new ChronicleOptions(64 << 10, ROLL, clock));
    }

    private long wall() {
        return clock.millis() / 3_600_000;
    }

    private List<ChronicleCycle> files() {
        return ChronicleCycle.list(dir);
    }

    @Test
    void aFileTakesNoMoreOnceItIsLargeEnough() throws IOException {
        try (Journal journal = open()) {
            append(journal, 0, ENTRIES);
            assertThat(read(journal)).isEqualTo(numbers(0, ENTRIES));
            List<Long> back = readBack(journal);
            Collections.reverse(back);
            assertThat(back).isEqualTo(numbers(0, ENTRIES));
        }
        List<ChronicleCycle> files = files();
        assertThat(files).hasSizeBetween(15, 20);
        for (int i = 0; i < files.size() - 1; i++) {
            assertThat(files.get(i).number()).isEqualTo((int) wall() + i);
            assertThat(ChronicleHeader.isEnded(files.get(i).path())).isTrue();
            assertThat(ChronicleHeader.check(files.get(i).path()).writePosition())
                    .isBetween(ROLL - 1_000L, ROLL + 1_000L);
        }
    }

    @Test
    void theClockStandsAheadOfTheWallUntilThatCatchesUp() {
        try (Journal journal = open()) {
            append(journal, 0, ENTRIES);
            int ahead = files().get(files().size() - 1).number();
            assertThat(ahead).isGreaterThan((int) wall() + 8);
            int before = files().size();
            clock.move(3);
            append(journal, ENTRIES, ENTRIES + 10);
            assertThat(files()).hasSize(before);
            clock.move((int) (ahead - wall()) + 1);
            append(journal, ENTRIES + 10, ENTRIES + 20);
            assertThat(files()).hasSize(before + 1);
            assertThat(files().get(before).number()).isEqualTo((int) wall());
            assertThat(read(journal)).isEqualTo(numbers(0, ENTRIES + 20));
        }
    }

    @Test
    void goesOnInTheNewestFileAfterEveryReopening() {
        for (int i = 0; i < 40; i++) {
            try (Journal journal = open()) {
                append(journal, i * 500L, (i + 1) * 500L);
                assertThat(read(journal)).isEqualTo(numbers(0, (i + 1) * 500L));
            }
            clock.move(i % 10 == 9 ? -5 : 0);
        }
        assertThat(files()).hasSizeBetween(15, 20);
        try (Journal view = ChronicleJournal.openReadOnly(dir)) {
            assertThat(readBack(view)).hasSize(20_000).startsWith(19_999L).endsWith(0L);
        }
    }

    @Test
    void readersOfALiveJournalFollowIt() {
        try (Journal journal = open()) {
            append(journal, 0, 1);
            try (Journal view = ChronicleJournal.openReadOnly(dir);
                    JournalReader other = view.reader();
                    JournalReader own = journal.reader()) {
                for (int i = 1; i < ENTRIES; i++) {
                    append(journal, i, i + 1L);
                    assertThat(number(own.next())).isEqualTo(i - 1);
                    assertThat(number(other.next())).isEqualTo(i - 1);
                }
                long position = other.position();
                assertThat(read(other)).containsExactly(ENTRIES - 1L);
                own.moveTo(position);
                assertThat(read(own)).containsExactly(ENTRIES - 1L);
                assertThat(readBack(view)).hasSize(ENTRIES);
            }
        }
    }

    /** What is delivered goes while everybody has the journal open. */
    @Test
    void readersDoNotMissTheFilesThatWereDeletedBehindThem() throws IOException {
        try (Journal journal = open()) {
            append(journal, 0, ENTRIES);
            List<ChronicleCycle> files = files();
            try (Journal view = ChronicleJournal.openReadOnly(dir);
                    JournalReader other = view.reader();
                    JournalReader own = journal.reader()) {
                long first = 0;
                int cycle = files.get(4).number();
                while (ChronicleCycle.cycleOf(other.position()) < cycle) {
                    first = number(other.next());
                    assertThat(number(own.next())).isEqualTo(first);
                }
                for (ChronicleCycle file : files.subList(0, 4)) {
                    Files.delete(file.path());
                }
                append(journal, ENTRIES, ENTRIES * 2);
                journal.force();
                assertThat(read(other)).isEqualTo(numbers(first + 1, ENTRIES * 2));
                assertThat(read(own)).isEqualTo(numbers(first + 1, ENTRIES * 2));
                assertThat(read(journal)).isEqualTo(numbers(first, ENTRIES * 2));
                assertThat(read(view)).isEqualTo(numbers(first, ENTRIES * 2));
                assertThat(readBack(journal))
                        .hasSize((int) (ENTRIES * 2 - first))
                        .endsWith(first);
                assertThat(readBack(view)).hasSize((int) (ENTRIES * 2 - first)).endsWith(first);
            }
        }
        try (Journal journal = open()) {
            append(journal, ENTRIES * 2, ENTRIES * 2 + 1);
            assertThat(read(journal)).endsWith(ENTRIES * 2L).hasSizeLessThan(ENTRIES * 2);
        }
    }

    @Test
    void refusesFilesThatWouldHoldNextToNothing() {
        assertThatThrownBy(() -> new ChronicleOptions(64 << 10, ROLL - 1, clock))
                .hasMessage("rollBytes is 262143: choose at least 262144");
    }
}
