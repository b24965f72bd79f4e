package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.record.Facts;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageDraft;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Checkpoints;
import io.meterweave.ring.RingOptions;
import io.meterweave.ring.RingWriter;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves of calls that had not ended: one record each, and never a second one of a call that had. */
class UnfinishedTest {
    private static final RingOptions SMALL = new RingOptions(4, 16 << 10, 0);
    private static final int SLOT = 4096;

    @TempDir
    Path temp;

    private final UsageDraft draft = new UsageDraft();
    private RecoveryScene scene;
    private File file;
    private Checkpoints checkpoints;

    @BeforeEach
    void begin() throws Exception {
        scene = new RecoveryScene(temp, SMALL);
        file = scene.epoch.openCalls().toFile();
        checkpoints = Checkpoints.create(file);
    }

    private int record(long id, long tokens, Outcome outcome) {
        draft.begin(Facts.NONE, Facts.NONE);
        draft.start(System.nanoTime());
        draft.scopeId(id);
        draft.set(Quantity.OUTPUT_TOKENS, tokens);
        draft.outcome(outcome);
        return draft.encode();
    }

    private void checkpoint(int slot, long id, long tokens, long sequence) {
        int length = record(id, tokens, Outcome.INCOMPLETE);
        checkpoints.write(slot, draft.bytes(), length, draft.start(), sequence);
    }

    private void finish(long id, long tokens) {
        int length = record(id, tokens, Outcome.OK);
        assertThat(scene.ring.offer(new RingWriter(), draft.bytes(), length)).isTrue();
    }

    private List<String> usages() throws Exception {
        List<String> usages = new ArrayList<>();
        for (JournalEntry entry : scene.entries()) {
            if (entry.type() == RecordType.USAGE) {
                UsageRecord record = RecordCodec.decode(entry.body());
                usages.add((record.outcome() == null ? "?" : record.outcome().word()) + " "
                        + record.value(Quantity.OUTPUT_TOKENS) + (entry.recovered() ? " recovered" : ""));
            }
        }
        return usages;
    }

    @Test
    void whatWasOpenIsOneIncompleteRecordWithTheLastCounters() throws Exception {
        int slot = checkpoints.take();
        checkpoint(slot, 7, 100, 0);
        checkpoint(slot, 7, 200, 0);
        int ended = checkpoints.take();
        checkpoint(ended, 8, 5, 0);
        checkpoints.free(ended);
        Recovery recovery = scene.die().recover();
        assertThat(recovery.recovered()).isEqualTo(1);
        assertThat(usages()).containsExactly("incomplete 200 recovered");
        assertThat(file).doesNotExist();
        assertThat(scene.recover().recovered()).isZero();
        assertThat(usages()).hasSize(1);
    }

    @Test
    void whatHadEndedIsInTheRingAndNotDoubled() throws Exception {
        checkpoint(checkpoints.take(), 7, 100, 0);
        checkpoint(checkpoints.take(), 8, 50, 0);
        finish(7, 150);
        scene.die().recover();
        assertThat(usages()).containsExactly("ok 150 recovered", "incomplete 50 recovered");
    }

    @Test
    void whatHadEndedIsInTheJournalAndNotDoubled() throws Exception {
        scene.offer(20);
        scene.writer.drain(scene.ring);
        checkpoint(checkpoints.take(), 7, 100, scene.writer.sequence());
        scene.offer(20);
        finish(7, 150);
        scene.offer(20);
        scene.writer.drain(scene.ring);
        scene.die();
        assertThat(scene.recover().recovered()).isZero();
        assertThat(usages()).hasSize(61).contains("ok 150").noneMatch(usage -> usage.startsWith("incomplete"));
    }

    @Test
    void aRecoveryThatDiesIsDoneAgainWithoutDoublingAnything() throws Exception {
        for (long id = 1; id <= 3; id++) {
            checkpoint(checkpoints.take(), id, id, 0);
        }
        finish(2, 20);
        scene.die();
        for (int appends : new int[] {0, 1, 1, 1}) {
            assertThatThrownBy(() -> scene.recover(appends)).isInstanceOf(JournalException.class);
        }
        assertThat(file).exists();
        scene.recover();
        assertThat(usages()).containsExactly("ok 20 recovered", "incomplete 1 recovered", "incomplete 3 recovered");
    }

    @Test
    void whatCannotBeReadIsToldAndTheRestIsRecovered() throws Exception {
        for (long id = 1; id <= 3; id++) {
            checkpoint(checkpoints.take(), id, id, 0);
        }
        scene.die();
        damage(slot -> slot == 2 ? 90 : -1);
        Recovery recovery = scene.recover();
        assertThat(usages()).containsExactly("incomplete 1 recovered", "incomplete 3 recovered");
        assertThat(scene.told("corrupt")).isEqualTo(1);
        assertThat(recovery.recovered()).isEqualTo(2);
    }

    @Test
    void everyByteOfACheckpointIsCheckedOrChangesNothing() throws Exception {
        checkpoint(checkpoints.take(), 7, 100, 0);
        scene.die();
        for (int at = 0; at < 200; at++) {
            int where = at;
            damage(slot -> slot == 1 ? where : -1);
            Checkpoints.Left left = Checkpoints.read(file);
            assertThat(left.checkpoints().size() + left.damaged())
                    .as("byte %s", at)
                    .isLessThanOrEqualTo(1);
            for (Checkpoints.Checkpoint one : left.checkpoints()) {
                assertThat(new RecordCodec().fault(one.record()))
                        .as("byte %s", at)
                        .isNull();
            }
            damage(slot -> slot == 1 ? where : -1); // Back again.
        }
        assertThat(Checkpoints.read(file).checkpoints()).hasSize(1);
    }

    @Test
    void aFileThatWasBeingMadeHasNothingToSay() throws Exception {
        scene.die();
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            f.setLength(3 * SLOT);
        }
        assertThat(scene.recover().damages()).isEmpty();
        assertThat(usages()).isEmpty();
    }

    @Test
    void thereAreSlotsForAThousandCallsAndTheyAreUsedAgain() throws Exception {
        List<Integer> taken = new ArrayList<>();
        for (int slot = checkpoints.take(); slot >= 0; slot = checkpoints.take()) {
            taken.add(slot);
        }
        assertThat(taken).hasSize(1023).doesNotHaveDuplicates();
        checkpoints.free(500);
        assertThat(checkpoints.take()).isEqualTo(500);
        scene.die();
    }

    /** Turns all bits of one byte in some slots. */
    private void damage(IntUnaryOperator place) throws Exception {
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            for (int slot = 1; slot < 5; slot++) {
                int at = place.applyAsInt(slot);
                if (at >= 0) {
                    f.seek((long) slot * SLOT + at);
                    int before = f.read();
                    f.seek((long) slot * SLOT + at);
                    f.write(~before);
                }
            }
        }
    }
}
