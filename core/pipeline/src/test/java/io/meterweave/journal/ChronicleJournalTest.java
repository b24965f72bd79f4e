package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.append;
import static io.meterweave.journal.ChronicleEntries.entry;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.threads.Pauser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChronicleJournalTest {
    @TempDir
    Path temp;

    private final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();

    @Test
    void readsWhatWasAppendedAlsoAfterReopening() {
        Path dir = temp.resolve("j");
        try (Journal journal = open(dir, clock)) {
            assertThat(read(journal)).isEmpty();
            assertThat(readBack(journal)).isEmpty();
            append(journal, 0, 5000);
            assertThat(read(journal)).isEqualTo(numbers(0, 5000));
        }
        try (Journal journal = open(dir, clock)) {
            append(journal, 5000, 6000);
            assertThat(read(journal)).isEqualTo(numbers(0, 6000));
            List<Long> back = readBack(journal);
            assertThat(back).hasSize(6000).startsWith(5999L).endsWith(0L);
        }
    }

    @Test
    void backwardStopsWhenTold() {
        try (Journal journal = open(temp, clock)) {
            append(journal, 0, 100);
            List<Long> seen = new ArrayList<>();
            journal.backward(entry -> {
                seen.add(number(entry));
                return seen.size() < 3;
            });
            assertThat(seen).containsExactly(99L, 98L, 97L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64 << 10, 128 << 10, 192 << 10, 256 << 10, 1 << 20, 2 << 20})
    void takesEntriesUpToAQuarterOfTheBlock(int block) {
        ChronicleOptions options = new ChronicleOptions(block, clock);
        try (Journal journal = ChronicleJournal.open(temp, options)) {
            ByteBuffer longest = ByteBuffer.allocateDirect(block / 4);
            longest.put(0, (byte) 1).put(block / 4 - 1, (byte) 2);
            for (int i = 0; i < 9; i++) {
                journal.append(longest);
                journal.append(ByteBuffer.allocate(i));
            }
            assertThatThrownBy(() -> journal.append(ByteBuffer.allocate(block / 4 + 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + (block / 4 + 1))
                    .hasMessageContaining("at most " + block / 4);
            try (JournalReader reader = journal.reader()) {
                for (int i = 0; i < 9; i++) {
                    assertThat(reader.next()).isEqualTo(longest);
                    assertThat(reader.next()).isEqualTo(ByteBuffer.allocate(i));
                }
                assertThat(reader.next()).isNull();
            }
        }
    }

    @Test
    void refusesABlockThatCannotBeMapped() {
        assertThatThrownBy(() -> new ChronicleOptions(4096, clock)).hasMessageContaining("65536");
        assertThatThrownBy(() -> new ChronicleOptions(100_000, clock)).hasMessageContaining("100000");
    }

    @Test
    void leavesTheEntryAsItWas() {
        ByteBuffer bytes = ByteBuffer.wrap("abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        bytes.position(1).limit(4);
        try (Journal journal = open(temp, clock);
                JournalReader reader = journal.reader()) {
            journal.append(bytes);
            assertThat(bytes.position()).isEqualTo(1);
            assertThat(reader.next()).isEqualTo(bytes);
        }
    }

    @Test
    void positionsHoldOverRollsAndReopening() {
        List<Long> positions = new ArrayList<>();
        try (Journal journal = open(temp, clock);
                JournalReader reader = journal.reader()) {
            assertThat(reader.position()).isEqualTo(JournalReader.START);
            for (int i = 0; i < 40; i++) {
                journal.append(entry(i));
                clock.move(i % 10 == 9 ? i / 10 : 0);
                assertThat(number(reader.next())).isEqualTo(i);
                assertThat(reader.next()).isNull();
                positions.add(reader.position());
            }
            assertThat(readBack(journal)).hasSize(40);
        }
        assertThat(ChronicleCycle.list(temp)).hasSizeGreaterThan(2);
        try (Journal journal = open(temp, clock);
                JournalReader reader = journal.reader()) {
            for (int i = 0; i < 40; i++) {
                reader.moveTo(positions.get(i));
                assertThat(reader.position()).isEqualTo(positions.get(i));
                assertThat(read(reader)).isEqualTo(numbers(i + 1, 40));
            }
            append(journal, 40, 41);
            assertThat(read(reader)).containsExactly(40L);
            reader.moveTo(JournalReader.START);
            assertThat(read(reader)).isEqualTo(numbers(0, 41));
            long after = reader.position() + 5;
            assertThatThrownBy(() -> reader.moveTo(after))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("no position 0x" + Long.toHexString(after));
        }
    }

    @Test
    void aClockThatGoesBackDoesNotGoBackToAFileThatHasEnded() {
        try (Journal journal = open(temp, clock)) {
            append(journal, 0, 10);
            clock.move(2);
            append(journal, 10, 20);
            clock.move(-2);
            append(journal, 20, 30);
        }
        try (Journal journal = open(temp, clock)) {
            append(journal, 30, 40);
            assertThat(read(journal)).isEqualTo(numbers(0, 40));
        }
        assertThat(ChronicleCycle.list(temp)).hasSize(2);
    }

    /** A kill between the end of one hour's file and the making of the next. */
    @Test
    void aFileThatHasEndedGetsNoMoreEntriesWhateverTheClockSays() throws IOException {
        try (Journal journal = open(temp, clock)) {
            append(journal, 0, 10);
            clock.move(1);
            append(journal, 10, 20);
        }
        Files.delete(ChronicleCycle.list(temp).get(1).path());
        clock.move(-1);
        try (Journal journal = open(temp, clock)) {
            append(journal, 10, 20);
            assertThat(read(journal)).isEqualTo(numbers(0, 20));
        }
    }

    @Test
    void aFileDeletedOnceDeliveredIsNotMissed() throws IOException {
        try (Journal journal = open(temp, clock)) {
            append(journal, 0, 10);
            clock.move(1);
            append(journal, 10, 20);
            journal.force();
            Files.delete(ChronicleCycle.list(temp).get(0).path());
            append(journal, 20, 30);
            journal.force();
            try (Journal view = ChronicleJournal.openReadOnly(temp)) {
                assertThat(read(view)).isEqualTo(numbers(10, 30));
            }
        }
    }

    /** Holds Chronicle's locks under our own live pid, as a killed container's process 1 leaves them to its successor. */
    @Test
    void breaksLocksThatCarryOurOwnPid() {
        open(temp, clock).close();
        try (SingleChronicleQueue queue =
                SingleChronicleQueueBuilder.binary(temp).build()) {
            for (String key : List.of("chronicle.write.lock", TableStoreWriteLock.APPEND_LOCK_KEY)) {
                TableStoreWriteLock lock = new TableStoreWriteLock(queue.metaStore(), Pauser::balanced, 1000L, key);
                lock.lock();
                assertThat(lock.lockedBy()).isEqualTo(ProcessHandle.current().pid());
            }
        }
        long before = System.nanoTime();
        try (Journal journal = open(temp, clock)) {
            append(journal, 0, 1); // With a lock still held, this would wait and throw.
            long millis = (System.nanoTime() - before) / 1_000_000;
            assertThat(millis)
                    .isLessThan(SingleChronicleQueueBuilder.binary(temp).timeoutMS() * 3 / 2);
            assertThat(read(journal)).containsExactly(0L);
        }
        assertThat(System.getProperty("queue.force.unlock.mode")).isNull();
    }

    @Test
    void itsFilesAreTheOwnersAlone() throws IOException {
        Path dir = temp.resolve("a/b");
        try (Journal journal = open(dir, clock)) {
            append(journal, 0, 1);
            clock.move(1);
            append(journal, 1, 2);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(dir)) {
                assertThat(files)
                        .hasSize(3)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void forcesAlsoWhenInterrupted() {
        try (Journal journal = open(temp, clock)) {
            journal.force();
            append(journal, 0, 1);
            Thread.currentThread().interrupt();
            journal.force();
            assertThat(Thread.interrupted()).isTrue();
            clock.move(1);
            append(journal, 1, 2);
            journal.force();
            journal.force();
            assertThat(read(journal)).isEqualTo(numbers(0, 2));
        }
    }

    @Test
    void anInterruptedThreadStillAppendsAndReads() {
        try (Journal journal = open(temp, clock);
                JournalReader reader = journal.reader()) {
            append(journal, 0, 10);
            try {
                Thread.currentThread().interrupt();
                append(journal, 10, 2000);
                clock.move(1);
                append(journal, 2000, 3000);
                assertThat(read(reader)).isEqualTo(numbers(0, 3000));
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Test
    void closeLeavesNothingMappedOrOpen() throws IOException {
        try (Journal journal = open(temp, Clock.systemUTC())) {
            append(journal, 0, 3000);
            assertThat(read(journal)).hasSize(3000);
            assertThat(readBack(journal)).hasSize(3000);
            journal.force();
        }
        try (Journal view = ChronicleJournal.openReadOnly(temp)) {
            assertThat(read(view)).hasSize(3000);
        }
        assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(temp.toString());
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.filter(Files::isSymbolicLink).filter(fd -> pointsInto(fd, temp)))
                    .isEmpty();
        }
    }

    private static boolean pointsInto(Path fd, Path dir) {
        try {
            return Files.readSymbolicLink(fd).startsWith(dir);
        } catch (IOException e) {
            return false; // Closed meanwhile.
        }
    }
}
