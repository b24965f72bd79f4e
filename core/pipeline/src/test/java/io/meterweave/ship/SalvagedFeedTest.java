package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.ChronicleSalvage;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalReader;
import io.meterweave.record.JournalEntry;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A salvage moves the entries; a cursor finds its place again by its sequence. */
@Timeout(60)
class SalvagedFeedTest {
    private static final int ENTRIES = 3000;
    private static final int FIRST_ENTRY = 0x10110;

    @TempDir
    Path temp;

    private ShippedEpoch epoch;
    private Counters counters;

    @BeforeEach
    void open() throws IOException {
        epoch = new ShippedEpoch(temp);
        counters = Counters.open(temp.resolve("counters.dat").toFile());
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "1, 0.5", "1500, 0.1", "1500, 0.499", "1500, 0.501", "1500, 0.9", "3000, 0.1", "2990, 0.1"})
    void goesOnBehindWhatWasAcknowledged(int acknowledged, double damage) throws Exception {
        epoch.append(ENTRIES);
        acknowledge(acknowledged);
        epoch.close();
        zero(damage);
        ChronicleSalvage.run(dir(), ChronicleSalvage.KEEP_ALL);
        try (Journal journal = reopen()) {
            List<Long> left = sequences(journal);
            assertThat(left).hasSizeBetween(ENTRIES - 100, ENTRIES - 1);
            left.removeIf(sequence -> sequence <= acknowledged);
            assertThat(readAndAcknowledge(journal)).isEqualTo(left);
            assertThat(readAndAcknowledge(journal)).isEmpty();
            assertThat(epoch.acknowledged()).isEqualTo(ENTRIES);
        }
        assertThat(counters.get(Counter.JOURNAL_DAMAGED)).isZero();
    }

    /** As many entries are missing as the cursor had left to send: its position is now the end. */
    @Test
    void aPositionThatBecameTheEndHidesNothing() throws Exception {
        epoch.append(ENTRIES);
        List<Long> positions = new ArrayList<>();
        try (JournalReader reader = epoch.journal.reader()) {
            while (reader.next() != null) {
                positions.add(reader.position());
            }
        }
        epoch.close();
        zero(0.5);
        int kept = (int) ChronicleSalvage.run(dir(), ChronicleSalvage.KEEP_ALL).entries();
        MovedCursor.move(epoch.cursor, positions.get(kept - 1), kept);
        try (Journal journal = reopen()) {
            List<Long> left = sequences(journal);
            left.removeIf(sequence -> sequence <= kept);
            assertThat(readAndAcknowledge(journal)).isEqualTo(left).hasSize(ENTRIES - kept);
        }
    }

    /** The whole end was lost, and so was what the cursor points to; what is appended then has higher sequences. */
    @Test
    void aCursorBehindTheEndCoversNothingThatIsAppended() throws Exception {
        epoch.append(ENTRIES);
        acknowledge(ENTRIES - 1);
        epoch.close();
        zero(0.5);
        assertThat(ChronicleSalvage.run(dir(), 0).lastSequence()).isLessThan(ENTRIES / 2 + 100);
        try (Journal journal = reopen()) {
            assertThat(readAndAcknowledge(journal)).isEmpty();
            ByteBuffer entry = ByteBuffer.allocate(100).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            JournalEntry.encodeHead(entry, ENTRIES, io.meterweave.record.RecordType.LOSS, false, -1, 0, 0);
            journal.append(entry.put("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .flip());
            assertThat(readAndAcknowledge(journal)).containsExactly((long) ENTRIES);
        }
    }

    @Test
    void damagedEntriesAreCountedOnceAndLeadNobodyBack() throws Exception {
        epoch.append(100);
        acknowledge(50);
        epoch.journal.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        epoch.append(10);
        assertThat(readAndAcknowledge(epoch.journal)).hasSize(60);
        assertThat(counters.get(Counter.JOURNAL_DAMAGED)).isEqualTo(1);
        epoch.journal.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        epoch.journal.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        epoch.append(2);
        assertThat(readAndAcknowledge(epoch.journal)).containsExactly(111L, 112L);
        assertThat(counters.get(Counter.JOURNAL_DAMAGED)).isEqualTo(3);
        epoch.close();
    }

    private Path dir() {
        return epoch.cursor.resolveSibling("journal");
    }

    private Journal reopen() {
        return ChronicleJournal.open(dir(), new ChronicleOptions(64 << 10, java.time.Clock.systemUTC()));
    }

    private void acknowledge(int events) throws IOException {
        EpochFeed feed = feed(epoch.journal);
        if (events > 0) {
            feed.read(new Batch(), events, Long.MAX_VALUE);
            feed.acknowledge();
        }
        feed.end(false);
    }

    private EpochFeed feed(Journal journal) throws IOException {
        return new EpochFeed(epoch.identity, journal, Cursor.open(epoch.cursor), counters, complete -> {});
    }

    private List<Long> readAndAcknowledge(Journal journal) throws IOException {
        EpochFeed feed = feed(journal);
        Batch batch = new Batch();
        feed.read(batch, 2 * ENTRIES, Long.MAX_VALUE);
        feed.acknowledge();
        assertThat(feed.complete()).isTrue();
        feed.end(true);
        return batch.events().stream().map(UsageEvent::sequence).toList();
    }

    private static List<Long> sequences(Journal journal) throws Exception {
        List<Long> sequences = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            for (ByteBuffer next = reader.next(); next != null; next = reader.next()) {
                sequences.add(JournalEntry.decode(next).sequence());
            }
        }
        return sequences;
    }

    /** Zeroes a page of entries. */
    private void zero(double where) throws IOException {
        try (Stream<Path> files = Files.list(dir())) {
            Path file = files.filter(each -> each.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(0x40);
                long end = Long.reverseBytes(bytes.readLong());
                bytes.seek((FIRST_ENTRY + (long) ((end - FIRST_ENTRY) * where)) & -4096);
                bytes.write(new byte[4096]);
            }
        }
    }
}
