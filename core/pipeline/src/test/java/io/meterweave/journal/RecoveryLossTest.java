package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.RingOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses are told exactly once, whenever the process dies. */
@Timeout(120)
class RecoveryLossTest {
    @TempDir
    Path root;

    private RecoveryScene scene;
    private byte[] atDeath = {};

    @BeforeEach
    void begin() throws Exception {
        scene = new RecoveryScene(root, new RingOptions(2, 16 * 1024, 0));
        scene.offer(10);
        scene.writer.drain(scene.ring);
        scene.counters.add(Counter.RING_FULL, 17);
        scene.counters.add(Counter.TOO_LARGE, 2);
        scene.offer(20);
    }

    private void check() throws Exception {
        scene.recover();
        scene.recover();
        assertThat(scene.told("ring_full")).isEqualTo(17);
        assertThat(scene.told("too_large")).isEqualTo(2);
        assertThat(scene.numbers()).containsExactlyInAnyOrderElementsOf(scene.all());
        assertThat(RecoveryScene.sequences(scene.entries()))
                .isEqualTo(numbers(1, scene.entries().size() + 1));
        Counters counters = Counters.open(scene.epoch.counters().toFile());
        assertThat(counters.get(Counter.RING_FULL)).isEqualTo(17);
    }

    private void look() {
        try {
            atDeath = Files.readAllBytes(scene.epoch.counters());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A kill runs no handler: whatever one has written since is taken back. */
    private void dieAsSeen() throws Exception {
        scene.die();
        assertThat(atDeath).isNotEmpty();
        try (RandomAccessFile file = new RandomAccessFile(scene.epoch.counters().toFile(), "rw")) {
            file.write(atDeath);
        }
    }

    @Test
    void killedBeforeTheyWereIntended() throws Exception {
        scene.die();
        check();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void killedBetweenTheIntentAndTheAppend(int recordsBefore) throws Exception {
        scene.journal.around(this::look, () -> {});
        scene.journal.refuseAfter(recordsBefore);
        assertThatThrownBy(scene.writer::losses).isInstanceOf(JournalException.class);
        dieAsSeen();
        check();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void killedBetweenTheAppendAndTheAccount(int recordsBefore) throws Exception {
        int[] left = {recordsBefore};
        scene.journal.around(() -> {}, () -> {
            if (left[0]-- == 0) {
                look();
                throw new AssertionError("killed");
            }
        });
        assertThatThrownBy(scene.writer::losses).hasMessage("killed");
        dieAsSeen();
        check();
    }

    @Test
    void killedAfterTheAccount() throws Exception {
        scene.writer.losses();
        scene.die();
        check();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 19, 20, 21})
    void theRecoveryIsKilledToo(int appends) throws Exception {
        scene.journal.around(this::look, () -> {});
        scene.journal.refuseAfter(0);
        assertThatThrownBy(scene.writer::losses).isInstanceOf(JournalException.class);
        dieAsSeen();
        // With an intent that names the sequence which a usage record is going to take.
        assertThatThrownBy(() -> scene.recover(appends)).isInstanceOf(JournalException.class);
        check();
    }

    @Test
    void refusedThenItsSequenceTakenThenKilled() throws Exception {
        scene.journal.refuseAfter(0);
        assertThatThrownBy(scene.writer::losses).isInstanceOf(JournalException.class);
        scene.journal.refuseAfter(5);
        assertThatThrownBy(() -> scene.writer.drain(scene.ring)).isInstanceOf(JournalException.class);
        scene.die();
        check();
    }

    @Test
    void aDamagedRecordOfADeadRingIsToldAndTheOthersAreKept() throws Exception {
        scene.die();
        try (RandomAccessFile file =
                new RandomAccessFile(scene.epoch.ring().resolve("0000.ring").toFile(), "rw")) {
            RecoveryDamage.flip(file, 15);
        }
        assertThat(scene.recover().recovered()).isEqualTo(19);
        scene.recover();
        assertThat(scene.told("corrupt")).isEqualTo(1);
        assertThat(scene.numbers()).hasSize(29).doesNotContain(15L).doesNotHaveDuplicates();
    }
}
