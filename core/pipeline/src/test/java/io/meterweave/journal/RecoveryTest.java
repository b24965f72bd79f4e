package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.RecordType;
import io.meterweave.ring.RingOptions;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RecoveryTest {
    private static final RingOptions SMALL = new RingOptions(2, 16 * 1024, 0);

    @TempDir
    Path root;

    private void checkAllOnceAndGapless(RecoveryScene scene) throws Exception {
        List<JournalEntry> entries = scene.entries();
        assertThat(RecoveryScene.sequences(entries)).isEqualTo(numbers(1, entries.size() + 1));
        assertThat(scene.numbers()).containsExactlyInAnyOrderElementsOf(scene.all());
        assertThat(scene.epoch.ring()).isEmptyDirectory();
    }

    @Test
    void anEmptyJournalTakesAllOfTheRing() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(50);
        Recovery recovery = scene.die().recover();
        assertThat(recovery.recovered()).isEqualTo(50);
        checkAllOnceAndGapless(scene);
        assertThat(recovery.lastSequence()).isEqualTo(scene.entries().size()).isEqualTo(52);
        assertThat(scene.data(RecordType.LIFECYCLE))
                .containsExactly("{\"event\":\"recovered\",\"recovered_count\":50}");
    }

    @Test
    void nothingToRecoverLeavesTheJournalAsItWas() throws Exception {
        RecoveryScene empty = new RecoveryScene(root, SMALL);
        assertThat(empty.die().recover().lastSequence()).isZero();
        checkAllOnceAndGapless(empty);
        RecoveryScene drained = new RecoveryScene(root, SMALL);
        drained.offer(20);
        drained.writer.drain(drained.ring);
        assertThat(drained.die().recover().recovered()).isZero();
        checkAllOnceAndGapless(drained);
        assertThat(drained.entries()).hasSize(21).noneMatch(JournalEntry::recovered);
        assertThat(drained.entries().get(20).type()).isEqualTo(RecordType.MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 99, 199})
    void whatWasJournaledAndNotFreedIsNotDoubled(int journaled) throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(100);
        scene.writer.drain(scene.ring);
        scene.offer(200);
        scene.journal.refuseAfter(journaled);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        assertThat(scene.die().recover().recovered()).isEqualTo(200 - journaled);
        checkAllOnceAndGapless(scene);
    }

    @Test
    void eventsOfTheJournalsOwnInBetweenHideNothing() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(50);
        scene.journal.refuseAfter(20);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.journal.refuseAfter(1000);
        for (int i = 0; i < 1000; i++) {
            scene.writer.lifecycle(new byte[] {'{', '}'});
        }
        scene.die().recover();
        checkAllOnceAndGapless(scene);
    }

    @Test
    void onlyWhatCameBackIsFlagged() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(150);
        scene.journal.refuseAfter(70);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.die().recover();
        List<JournalEntry> entries = scene.entries();
        assertThat(entries.subList(0, 70)).noneMatch(JournalEntry::recovered);
        assertThat(entries.subList(70, 150)).allMatch(JournalEntry::recovered);
        assertThat(entries.get(150).type()).isEqualTo(RecordType.LIFECYCLE);
        assertThat(entries.get(150).recovered()).isFalse();
    }

    @Test
    void timesAreThoseThatTheDeadJvmWouldHaveTold() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(30);
        scene.ring.refreshAnchor();
        long anchor = scene.ring.wallNanos(0);
        scene.die().recover();
        for (JournalEntry entry : scene.entries()) {
            if (entry.type() == RecordType.USAGE) {
                assertThat(entry.timeNanos() - anchor).isEqualTo(RecoveryScene.start(RecoveryScene.number(entry)));
            }
        }
    }

    @Test
    void sparesAreDrainedToo() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        for (int i = 0; i < 3; i++) {
            scene.fill();
            scene.ring.keepSpare();
        }
        scene.offer(10);
        scene.journal.refuseAfter(300);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.die().recover();
        checkAllOnceAndGapless(scene);
        Set<Integer> segments = new HashSet<>();
        scene.entries().forEach(entry -> segments.add(entry.stripe() >> 16));
        assertThat(segments).contains(0, 1, 2, 3);
    }

    @Test
    void aSecondRecoveryChangesNothing() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(40);
        scene.die().recover();
        List<JournalEntry> entries = scene.entries();
        assertThat(scene.recover().recovered()).isZero();
        assertThat(scene.entries()).isEqualTo(entries);
    }

    @Test
    void aRecoveryThatDiesAnywhereIsTakenUpByTheNext() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.fill();
        scene.journal.refuseAfter(100);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.die();
        int deaths = 0;
        for (int appends : new int[] {0, 1, 0, 100, 30, 2, 150, 400}) {
            try {
                scene.recover(appends);
            } catch (JournalException e) {
                assertThat(e).hasMessage("refused");
                deaths++;
            }
        }
        scene.recover();
        checkAllOnceAndGapless(scene);
        assertThat(deaths).isGreaterThan(5);
        List<JournalEntry> entries = scene.entries();
        assertThat(entries.subList(0, 100)).noneMatch(JournalEntry::recovered);
        assertThat(entries.subList(100, entries.size()))
                .allMatch(entry -> entry.recovered() == (entry.type() == RecordType.USAGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void aStripeThatWasRefusedLongAgoIsNotDoubled(int later) throws Exception {
        RecoveryScene scene = new RecoveryScene(root, new RingOptions(8, 64 * 1024, 0));
        scene.fill();
        scene.journal.refuseAfter(5 * JournalWriter.BATCH + 10);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.fill();
        scene.journal.refuseAfter(later);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.die().recover();
        checkAllOnceAndGapless(scene);
    }

    @Test
    void aStripeThatWasNotFreedIsNotDoubledByARecoveryThatDiesLate() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, new RingOptions(8, 64 * 1024, 0));
        scene.fill();
        scene.journal.refuseAfter(5 * JournalWriter.BATCH + 10);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.fill();
        scene.die();
        assertThatThrownBy(() -> scene.recover(5000)).hasMessage("refused");
        scene.recover();
        checkAllOnceAndGapless(scene);
    }

    @Test
    void aRingWhoseMakingWasNotFinishedIsNoHindrance() throws Exception {
        RecoveryScene scene = new RecoveryScene(root, SMALL);
        scene.offer(25);
        scene.die();
        Path spare = scene.epoch.ring().resolve("0001.ring");
        Files.write(spare, new byte[10_000]);
        assertThat(scene.recover().recovered()).isEqualTo(25);
        checkAllOnceAndGapless(scene);
        RecoveryScene first = new RecoveryScene(root, SMALL);
        first.die();
        try (RandomAccessFile ring =
                new RandomAccessFile(first.epoch.ring().resolve("0000.ring").toFile(), "rw")) {
            ring.setLength(0);
        }
        first.recover();
        checkAllOnceAndGapless(first);
    }
}
