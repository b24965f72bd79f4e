package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.JournalEntry;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.RingOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What recovery makes of pages that are not what was written. */
@Timeout(120)
class RecoveryDamageTest {
    private static final RingOptions SMALL = new RingOptions(2, 16 * 1024, 0);

    @TempDir
    Path root;

    private void checkAllOnceAndGapless(RecoveryScene scene) throws Exception {
        List<JournalEntry> entries = scene.entries();
        assertThat(RecoveryScene.sequences(entries)).isEqualTo(numbers(1, entries.size() + 1));
        assertThat(scene.numbers()).containsExactlyInAnyOrderElementsOf(scene.all());
        assertThat(scene.epoch.ring()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(longs = {19, 10})
    void aDamagedEntryKeepsItsSequenceAndStopsNothing(long damaged) throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(20);
        scene.writer.drain(scene.ring);
        scene.offer(5);
        scene.die();
        flipInJournal(scene, damaged);
        Recovery recovery = scene.recover();
        assertThat(recovery.recovered()).isEqualTo(5);
        assertThat(recovery.lastSequence()).isEqualTo(27);
    }

    private static void flipInJournal(RecoveryScene scene, long number) throws IOException {
        try (Stream<Path> files = Files.list(scene.epoch.journal())) {
            Path file =
                    files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                RecoveryDamage.flip(bytes, number);
            }
        }
    }

    @Test
    void aRingThatIsDamagedIsKeptAndToldOnceAndStrandsNothing() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(5);
        scene.writer.drain(scene.ring);
        scene.offer(5);
        scene.die();
        Path ring = scene.epoch.ring().resolve("0000.ring");
        try (RandomAccessFile file = new RandomAccessFile(ring.toFile(), "rw")) {
            file.setLength(file.length() - 4096);
        }
        scene.recover();
        List<JournalEntry> entries = scene.entries();
        scene.recover();
        assertThat(scene.entries()).isEqualTo(entries);
        assertThat(scene.numbers()).isEqualTo(numbers(0, 5));
        assertThat(scene.told("corrupt")).isEqualTo(1);
        assertThat(scene.epoch.ring().resolve("0000.ring.damaged.told")).exists();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, 200})
    void aHoleInAStripeIsPassedAndItsRecordsAreCounted(int journaledBefore) throws Exception {
        RecoveryScene scene = new RecoveryScene(root, new RingOptions(1, 16 * 1024, 0));
        scene.offer(journaledBefore);
        scene.writer.drain(scene.ring);
        long filled = scene.fill();
        scene.die();
        try (RandomAccessFile file =
                new RandomAccessFile(scene.epoch.ring().resolve("0000.ring").toFile(), "rw")) {
            RecoveryDamage.zero(file, journaledBefore + filled / 2, 2048);
        }
        scene.recover();
        List<Long> found = scene.numbers();
        assertThat(found).doesNotHaveDuplicates().hasSizeGreaterThan((int) (journaledBefore + filled - 50));
        assertThat(scene.told("corrupt")).isPositive().isEqualTo(scene.offered() - found.size());
    }

    @Test
    void aReadPositionThatWasSetBackOrLostDoublesNothing() throws Exception {
        for (long read : new long[] {0, -1, 8, 1L << 40}) {
            RecoveryScene scene = new RecoveryScene(root, new RingOptions(1, 16 * 1024, 0));
            for (int lap = 0; lap < 5; lap++) {
                scene.offer(200);
                scene.writer.drain(scene.ring);
            }
            scene.offer(100);
            scene.die();
            try (RandomAccessFile file =
                    new RandomAccessFile(scene.epoch.ring().resolve("0000.ring").toFile(), "rw")) {
                file.seek(4096);
                file.writeLong(Long.reverseBytes(read));
            }
            scene.recover();
            checkAllOnceAndGapless(scene);
            assertThat(scene.told("corrupt")).isZero();
        }
    }

    @Test
    void damagedCountersAreSetAsideAndTheJournalsLossesStay() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(5);
        scene.counters.add(Counter.RING_FULL, 7);
        scene.writer.losses();
        scene.die();
        Files.write(scene.epoch.counters(), new byte[77]);
        scene.recover();
        scene.recover();
        checkAllOnceAndGapless(scene);
        assertThat(scene.told("ring_full")).isEqualTo(7);
        Counters counters = Counters.open(scene.epoch.counters().toFile());
        assertThat(counters.get(Counter.RING_FULL)).isEqualTo(7);
        assertThat(counters.get(Counter.COUNTERS_DAMAGED)).isEqualTo(1);
    }
}
