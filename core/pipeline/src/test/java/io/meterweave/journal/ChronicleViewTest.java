package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.append;
import static io.meterweave.journal.ChronicleEntries.number;
import static io.meterweave.journal.ChronicleEntries.numbers;
import static io.meterweave.journal.ChronicleEntries.open;
import static io.meterweave.journal.ChronicleEntries.read;
import static io.meterweave.journal.ChronicleEntries.readBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChronicleViewTest {
    @TempDir
    Path dir;

    private final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();

    @Test
    void saysThatThereIsNoDirectoryAndMakesNone() {
        Path missing = dir.resolve("missing");
        assertThatThrownBy(() -> ChronicleJournal.openReadOnly(missing))
                .isInstanceOf(JournalException.class)
                .hasMessage("No journal at " + missing + ": there is no such directory; check the path");
        assertThat(missing).doesNotExist();
    }

    @Test
    void anEmptyJournalHasNoEntriesUntilItHas() {
        try (Journal view = ChronicleJournal.openReadOnly(dir);
                JournalReader reader = view.reader()) {
            assertThat(reader.next()).isNull();
            assertThat(readBack(view)).isEmpty();
            assertThat(dir).isEmptyDirectory();
            try (Journal journal = open(dir, clock)) {
                assertThat(reader.next()).isNull();
                append(journal, 0, 3);
                assertThat(read(reader)).isEqualTo(numbers(0, 3));
            }
        }
    }

    @Test
    void changesNothing() throws IOException {
        try (Journal journal = open(dir, clock)) {
            append(journal, 0, 1000);
            clock.move(3);
            append(journal, 1000, 2000);
        }
        Map<String, String> before = state();
        try (Journal view = ChronicleJournal.openReadOnly(dir)) {
            assertThat(read(view)).isEqualTo(numbers(0, 2000));
            assertThat(readBack(view)).hasSize(2000);
            assertThatThrownBy(() -> view.append(ByteBuffer.allocate(1))).hasMessageContaining("read only");
            assertThatThrownBy(view::force).hasMessageContaining("read only");
        }
        assertThat(state()).isEqualTo(before);
    }

    private Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                state.put(
                        file.toString(),
                        Files.getLastModifiedTime(file) + " " + java.util.Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return state;
    }

    @Test
    void followsALiveJournalThatGrowsAndRolls() {
        try (Journal journal = open(dir, clock)) {
            append(journal, 0, 1);
            try (Journal view = ChronicleJournal.openReadOnly(dir);
                    JournalReader reader = view.reader();
                    JournalReader other = view.reader()) {
                assertThat(read(reader)).containsExactly(0L);
                for (int i = 1; i < 40; i++) {
                    append(journal, i * 1000L, (i + 1) * 1000L);
                    assertThat(read(reader)).isEqualTo(numbers(i * 1000L, (i + 1) * 1000L));
                    clock.move(i % 10 == 0 ? 1 : 0);
                    assertThat(reader.next()).isNull();
                }
                assertThat(read(other)).hasSize(39_001);
                other.moveTo(reader.position());
                append(journal, 40_000, 40_001);
                assertThat(number(other.next())).isEqualTo(40_000);
                assertThat(readBack(view)).hasSize(39_002);
            }
        }
    }

    /** What a kill leaves that comes while a file is being made. */
    @Test
    void aFileWhoseMakingWasNotFinishedIsEmpty() throws IOException {
        try (Journal journal = open(dir, clock)) {
            append(journal, 0, 100);
        }
        clock.move(1);
        Path next = ChronicleCycle.of(dir, (int) (clock.millis() / 3_600_000)).path();
        byte[] begun = new byte[300_000];
        begun[3] = (byte) 0xc0;
        for (byte[] bytes : new byte[][] {new byte[ChronicleFiles.SMALLEST], new byte[300_000], begun}) {
            Files.write(next, bytes);
            try (Journal view = ChronicleJournal.openReadOnly(dir)) {
                assertThat(read(view)).isEqualTo(numbers(0, 100));
            }
        }
        try (Journal journal = open(dir, clock)) {
            append(journal, 100, 200);
            assertThat(read(journal)).isEqualTo(numbers(0, 200));
        }
        assertThat(ChronicleCycle.list(dir)).extracting(ChronicleCycle::path).contains(next);
    }

    @Test
    void aTableWhoseMakingWasNotFinishedIsMadeAnew() throws IOException {
        byte[] begun = new byte[ChronicleFiles.TABLE_BYTES];
        begun[3] = (byte) 0xc0;
        for (byte[] bytes : new byte[][] {new byte[0], new byte[100], begun}) {
            Path table = Files.write(dir.resolve(ChronicleFiles.TABLE), bytes);
            try (Journal view = ChronicleJournal.openReadOnly(dir)) {
                assertThat(read(view)).isEmpty();
            }
            try (Journal journal = open(dir, clock)) {
                assertThat(read(journal)).isEmpty();
            }
            Files.delete(table);
        }
    }
}
