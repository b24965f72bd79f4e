package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.numbers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.RecordType;
import io.meterweave.ring.Counter;
import io.meterweave.ring.RingOptions;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JournalWriterTest {
    private static final int SEGMENT = 1 << 16;

    @TempDir
    Path root;

    private RecoveryScene scene;

    @BeforeEach
    void begin() throws Exception {
        scene = new RecoveryScene(root, new RingOptions(2, 16 * 1024, 0));
    }

    @AfterEach
    void end() throws Exception {
        scene.die();
    }

    private void drainAll() {
        while (scene.writer.drain(scene.ring) > 0) {
            // Until it is empty.
        }
    }

    private void checkAllOnceAndGapless() throws Exception {
        List<JournalEntry> entries = scene.entries();
        assertThat(RecoveryScene.sequences(entries)).isEqualTo(numbers(1, entries.size() + 1));
        assertThat(scene.numbers()).containsExactlyInAnyOrderElementsOf(scene.all());
    }

    @Test
    void everyKindOfEntryTakesTheNextSequenceFromOne() throws Exception {
        scene.writer.lifecycle("{\"event\":\"started\"}".getBytes(UTF_8));
        scene.offer(10);
        drainAll();
        scene.counters.add(Counter.RING_FULL, 17);
        scene.writer.losses();
        scene.offer(5);
        drainAll();
        scene.writer.losses();
        checkAllOnceAndGapless();
        assertThat(scene.writer.sequence()).isEqualTo(17);
        assertThat(scene.writer.usages()).isEqualTo(15);
        assertThat(scene.entries().stream().map(JournalEntry::type).distinct())
                .containsExactly(RecordType.LIFECYCLE, RecordType.USAGE, RecordType.LOSS);
        assertThat(scene.entries()).noneMatch(JournalEntry::recovered);
        assertThat(scene.data(RecordType.LOSS)).hasSize(1);
        assertThat(scene.told("ring_full")).isEqualTo(17);
    }

    @Test
    void entriesSayWhereAndWhenTheyComeFrom() throws Exception {
        scene.fill();
        scene.ring.keepSpare();
        scene.fill();
        Map<Long, Long> times = new HashMap<>();
        for (long number : scene.all()) {
            times.put(number, scene.ring.wallNanos(RecoveryScene.start(number)));
        }
        scene.writer.lifecycle("{}".getBytes(UTF_8));
        drainAll();
        Map<Integer, Long> last = new HashMap<>();
        for (JournalEntry entry : scene.entries()) {
            if (entry.type() == RecordType.USAGE) {
                assertThat(entry.timeNanos()).isEqualTo(times.get(RecoveryScene.number(entry)));
                Long before = last.put(entry.stripe(), entry.position());
                assertThat(entry.position()).isGreaterThan(before == null ? 0 : before);
            } else {
                assertThat(entry.stripe()).isEqualTo(JournalEntry.NO_STRIPE);
            }
        }
        assertThat(last).containsOnlyKeys(0, 1, SEGMENT, SEGMENT + 1);
        checkAllOnceAndGapless();
    }

    @Test
    void aJournalThatRefusesAnywhereDoublesAndLosesNothing() throws Exception {
        for (int appends : new int[] {0, 1, 2, 50, 3, 299, 0, 0, 7, 1}) {
            scene.fill();
            scene.journal.refuseAfter(appends);
            assertThatThrownBy(this::drainAll).isInstanceOf(JournalException.class);
            scene.offer(3);
        }
        scene.journal.refuseAfter(Integer.MAX_VALUE);
        drainAll();
        checkAllOnceAndGapless();
        assertThat(scene.counters.get(Counter.CORRUPT)).isZero();
    }

    @Test
    void whatCouldNotBeFreedIsNotDoubled() throws Exception {
        for (int round = 0; round < 5; round++) {
            scene.fill();
            assertThatThrownBy(() -> scene.writer.drain(scene.ring, () -> {
                        throw new JournalException("not forced");
                    }))
                    .hasMessage("not forced");
        }
        drainAll();
        checkAllOnceAndGapless();
    }

    @Test
    void aDamagedRecordIsCountedOnceAndTheOthersAreKept() throws Exception {
        scene.offer(100);
        damage(60);
        scene.journal.refuseAfter(60);
        assertThatThrownBy(this::drainAll).isInstanceOf(JournalException.class);
        assertThatThrownBy(this::drainAll).isInstanceOf(JournalException.class);
        scene.journal.refuseAfter(Integer.MAX_VALUE);
        drainAll();
        assertThat(scene.counters.get(Counter.CORRUPT)).isEqualTo(1);
        assertThat(scene.numbers()).hasSize(99).doesNotContain(60L).doesNotHaveDuplicates();
        scene.writer.losses();
        assertThat(scene.told("corrupt")).isEqualTo(1);
    }

    /** Flips a bit of a record in the ring's file. */
    private void damage(long number) throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(scene.epoch.ring().resolve("0000.ring").toFile(), "rw")) {
            RecoveryDamage.flip(file, number);
        }
    }

    @Test
    void aRefusedLossRecordIsToldLaterAndOnce() throws Exception {
        scene.counters.add(Counter.RING_FULL, 3);
        scene.counters.add(Counter.TOO_LARGE, 4);
        scene.journal.refuseAfter(1);
        assertThatThrownBy(scene.writer::losses).isInstanceOf(JournalException.class);
        scene.counters.add(Counter.TOO_LARGE, 2);
        scene.journal.refuseAfter(Integer.MAX_VALUE);
        scene.offer(1);
        drainAll();
        scene.writer.losses();
        scene.writer.losses();
        assertThat(scene.told("ring_full")).isEqualTo(3);
        assertThat(scene.told("too_large")).isEqualTo(6);
        assertThat(scene.data(RecordType.LOSS)).hasSize(2);
        checkAllOnceAndGapless();
    }

    @Test
    void whatIsNoLossIsNotTold() throws Exception {
        for (Counter counter : Counter.ALL) {
            scene.counters.add(counter, 1);
        }
        scene.writer.losses();
        List<String> lossReasons =
                Counter.ALL.stream().filter(Counter::loss).map(Counter::word).toList();
        assertThat(scene.data(RecordType.LOSS)).hasSameSizeAs(lossReasons);
        for (Counter counter : Counter.ALL) {
            assertThat(scene.told(counter.word())).isEqualTo(counter.loss() ? 1 : 0);
        }
    }

    @Test
    void anEventThatIsTooLongTakesNoSequence() throws Exception {
        assertThatThrownBy(() -> scene.writer.lifecycle(new byte[20_000])).isInstanceOf(IllegalArgumentException.class);
        scene.offer(1);
        drainAll();
        checkAllOnceAndGapless();
        assertThat(scene.writer.sequence()).isEqualTo(1);
    }
}
