package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.append;
import static io.meterweave.journal.ChronicleEntries.number;
import static io.meterweave.journal.ChronicleEntries.numbers;
import static io.meterweave.journal.ChronicleEntries.open;
import static io.meterweave.journal.ChronicleEntries.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each damage gives one clear line, in time, to a reader and to a writer. */
@Timeout(60)
class ChronicleDamageTest {
    private static final int ENTRIES = 6000;

    @TempDir
    Path dir;

    private final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();
    private Path first;
    private Path last;

    @BeforeEach
    void fill() {
        try (Journal journal = open(dir, clock)) {
            append(journal, 0, ENTRIES / 2);
            clock.move(1);
            append(journal, ENTRIES / 2, ENTRIES);
        }
        List<ChronicleCycle> files = ChronicleCycle.list(dir);
        first = files.get(0).path();
        last = files.get(1).path();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 4, 50, 100, 4095, 4096, 65_536, 131_072, 196_608, 300_000, 303_104})
    void aFileCutAnywhereIsNamed(long length) throws IOException {
        for (Path file : List.of(last, first)) {
            cut(file, length);
            assertRefused(file + "", "restore it from a backup");
        }
    }

    @Test
    void aFileWithoutItsFirstPageIsNotTakenForOneInTheMaking() throws IOException {
        for (Path file : List.of(last, first)) {
            overwrite(file, 0, new byte[65_536]);
            assertRefused(file + " has lost its header");
        }
    }

    @Test
    void aFileCutInItsLastEntryIsNamed() throws IOException {
        long end;
        try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "r")) {
            end = ChronicleHeader.end(file);
        }
        cut(last, end + Integer.BYTES);
        try (Journal view = ChronicleJournal.openReadOnly(dir)) {
            assertThat(read(view)).isEqualTo(numbers(0, ENTRIES));
        }
        for (long length = end + 3; length > end - 50; length--) {
            cut(last, length);
            assertRefused(last + " was cut to " + length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.cq4", "20991231-00F.cq4", "19700101-00F.cq4", "20991231-00F.cq4.cq4"})
    void aForeignFileIsNamed(String name) throws IOException {
        Files.writeString(dir.resolve(name), "my notes\n".repeat(1000));
        assertRefused(name + " is not a file of the journal");
    }

    @Test
    void aDamagedTableIsNamed() throws IOException {
        Path table = dir.resolve(ChronicleFiles.TABLE);
        byte[] sound = Files.readAllBytes(table);
        byte[] noise = new byte[sound.length];
        new Random(1).nextBytes(noise);
        for (byte[] bytes : List.of(
                new byte[0],
                new byte[100],
                new byte[sound.length],
                noise,
                "text".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(table, bytes);
            assertRefused(table + " is damaged or not the journal's");
        }
        cut(table, 0);
        Files.write(table, java.util.Arrays.copyOf(sound, 65_536));
        assertRefused(table + " is damaged or not the journal's");
        Files.write(table, sound);
        overwrite(table, 0x60, java.util.Arrays.copyOf(noise, 300));
        assertRefused("Cannot open the journal " + dir, "from a backup");
        Files.delete(table);
        try (Journal view = ChronicleJournal.openReadOnly(dir)) {
            assertThat(read(view)).isEqualTo(numbers(0, ENTRIES));
        }
        try (Journal journal = open(dir, clock)) {
            append(journal, ENTRIES, ENTRIES + 1);
            assertThat(read(journal)).isEqualTo(numbers(0, ENTRIES + 1));
        }
    }

    @Test
    void aChangedEntryIsToldAndTheReaderGoesOnBehindIt() throws IOException {
        overwrite(last, find(last, ENTRIES - 100) + 12, new byte[] {1, 2, 3});
        try (Journal view = ChronicleJournal.openReadOnly(dir);
                JournalReader reader = view.reader()) {
            for (long i = 0; i < ENTRIES - 100; i++) {
                assertThat(number(reader.next())).isEqualTo(i);
            }
            long damaged = reader.position(); // Of the entry behind it, the index.
            assertThatThrownBy(reader::next)
                    .isInstanceOf(CorruptEntryException.class)
                    .hasMessageContaining("0x" + Long.toHexString(damaged))
                    .hasMessageContaining("CRC32C");
            long position = reader.position();
            assertThat(read(reader)).isEqualTo(numbers(ENTRIES - 99, ENTRIES));
            reader.moveTo(position);
            assertThat(read(reader)).isEqualTo(numbers(ENTRIES - 99, ENTRIES));
            assertThat(ChronicleEntries.readBack(view))
                    .hasSize(ENTRIES)
                    .contains(ChronicleEntries.DAMAGED)
                    .doesNotContain(ENTRIES - 100L);
        }
    }

    @Test
    void aWrongLengthIsTold() throws IOException {
        overwrite(first, find(first, 10) - ChronicleFrame.OVERHEAD, new byte[] {(byte) 0xff, 0x7f});
        try (Journal view = ChronicleJournal.openReadOnly(dir);
                JournalReader reader = view.reader()) {
            for (long i = 0; i < 10; i++) {
                assertThat(number(reader.next())).isEqualTo(i);
            }
            assertThatThrownBy(reader::next)
                    .isInstanceOf(CorruptEntryException.class)
                    .hasMessageContaining("wrong length");
            assertThat(read(reader)).isEqualTo(numbers(11, ENTRIES));
        }
    }

    @Test
    void aZeroedPageIsNotTakenForTheEnd() throws IOException {
        for (Path file : List.of(last, first)) {
            overwrite(file, 300_000 / 4096 * 4096, new byte[4096]);
            try (Journal view = ChronicleJournal.openReadOnly(dir);
                    JournalReader reader = view.reader()) {
                assertThatThrownBy(() -> readOn(reader))
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("damaged at position 0x" + Long.toHexString(reader.position()));
                assertThatThrownBy(() -> ChronicleEntries.readBack(view))
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("damaged before position 0x");
            }
        }
    }

    /** Chronicle's word for "this file ended" in the place of an entry's length. */
    @Test
    void aFalseEndOfAFileIsNotBelieved() throws IOException {
        long word = find(first, 100) - ChronicleFrame.OVERHEAD - Integer.BYTES;
        overwrite(first, word, new byte[] {0, 0, 0, (byte) 0xc0});
        try (Journal view = ChronicleJournal.openReadOnly(dir);
                JournalReader reader = view.reader()) {
            assertThatThrownBy(() -> readOn(reader))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("damaged behind position 0x");
        }
    }

    /** Whatever eight bytes are changed, a reader gives the right entries or says that something is wrong. */
    @Test
    void noDamageIsReadAsIfAllWereFine() throws IOException {
        Random random = new Random(42);
        byte[] sound = Files.readAllBytes(first);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[1 + random.nextInt(8)];
            random.nextBytes(noise);
            Files.write(first, sound);
            overwrite(first, random.nextInt(500_000), noise);
            List<Long> given = new ArrayList<>();
            boolean told = false;
            try (Journal view = ChronicleJournal.openReadOnly(dir);
                    JournalReader reader = view.reader()) {
                told = readAll(reader, given);
            } catch (JournalException e) {
                told = true;
                assertThat(e.getMessage()).doesNotContain("\n").contains(dir.toString());
            }
            assertThat(told || given.equals(numbers(0, ENTRIES)))
                    .as("change %s", i)
                    .isTrue();
        }
    }

    private static boolean readAll(JournalReader reader, List<Long> given) {
        boolean told = false;
        while (true) {
            try {
                ByteBuffer entry = reader.next();
                if (entry == null) {
                    return told;
                }
                given.add(number(entry));
            } catch (CorruptEntryException e) {
                told = true;
            }
        }
    }

    private static void readOn(JournalReader reader) {
        readAll(reader, new ArrayList<>());
    }

    private void assertRefused(String... contents) {
        assertThatThrownBy(() -> ChronicleJournal.openReadOnly(dir).close())
                .isInstanceOf(JournalException.class)
                .message()
                .contains(contents)
                .doesNotContain("\n");
        assertThatThrownBy(() -> open(dir, clock).close())
                .isInstanceOf(JournalException.class)
                .message()
                .contains(contents)
                .doesNotContain("\n");
    }

    private static long find(Path file, long number) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] wanted = ChronicleEntries.entry(number).array();
        for (int at = 0; at < bytes.length - wanted.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError(number + " is not in " + file);
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile into = new RandomAccessFile(file.toFile(), "rw")) {
            into.seek(at);
            into.write(bytes);
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile into = new RandomAccessFile(file.toFile(), "rw")) {
            into.setLength(length);
        }
    }
}
