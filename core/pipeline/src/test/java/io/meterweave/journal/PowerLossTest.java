package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.JournalEntry;
import io.meterweave.ring.RingOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The machine dies: of the pages written since a file was last forced, any may be back at what was forced. With {@code
 * journal.sync} nothing is lost that was in the ring when it was last forced, and nothing that was sent changes.
 */
@Timeout(300)
class PowerLossTest {
    private static final int LIVES = 40;

    @TempDir
    Path root;

    private final PowerCut power = new PowerCut();

    static Stream<Integer> seeds() {
        return Stream.iterate(1, seed -> seed + 1).limit(LIVES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasForcedIsThereOnceAndWhatWasSentStays(int seed) throws Exception {
        Random random = new Random(seed);
        RecoveryScene scene = new RecoveryScene(
                root,
                new RingOptions(4, 64 * 1024, 0),
                new SealOptions(500, SealOptions.DEFAULT.ageNanos()),
                new ChronicleOptions(1 << 20, ChronicleOptions.DEFAULT_ROLL, Clock.systemUTC(), true));
        scene.epoch.synced();
        scene.journal.onForce(() -> power.remember(scene.epoch.journal()));
        power.remember(scene.epoch.ring());
        Map<Long, byte[]> sent = new HashMap<>();
        long safe = 0;
        try (JournalReader reader = scene.journal.reader()) {
            for (int ticks = 1 + random.nextInt(8); ticks > 0; ticks--) {
                scene.offer(random.nextInt(1500));
                scene.ring.force();
                power.remember(scene.epoch.ring());
                safe = scene.offered();
                scene.offer(random.nextInt(500));
                for (int rounds = random.nextInt(4); rounds > 0; rounds--) {
                    scene.writer.drainForced(scene.ring);
                }
                send(reader, sent);
            }
            scene.offer(random.nextInt(300));
            scene.journal.refuseAfter(random.nextInt(1000));
            try {
                scene.writer.drainForced(scene.ring);
            } catch (JournalException e) {
                assertThat(e).hasMessage("refused");
            }
        }
        scene.die();
        power.cut(scene.epoch.ring(), random);
        power.cut(scene.epoch.journal(), random);
        try (Epoch locked = Epoch.at(scene.epoch.dir()).tryLock()) {
            Recovery.run(locked);
            Recovery.run(locked);
        }
        check(scene, safe, sent);
    }

    private static void send(JournalReader reader, Map<Long, byte[]> sent) throws Exception {
        for (ByteBuffer bytes = reader.next(); bytes != null; bytes = reader.next()) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            sent.put(JournalEntry.decode(bytes).sequence(), copy);
        }
    }

    private static void check(RecoveryScene scene, long safe, Map<Long, byte[]> sent) throws Exception {
        List<Long> found = scene.numbers();
        assertThat(found).doesNotHaveDuplicates();
        Set<Long> missing = new HashSet<>(numbers(0, safe));
        missing.removeAll(found);
        assertThat(missing).as("of %d that were forced", safe).isEmpty();
        List<JournalEntry> entries = scene.entries();
        assertThat(RecoveryScene.sequences(entries)).isEqualTo(numbers(1, entries.size() + 1));
        try (Journal view = ChronicleJournal.openReadOnly(scene.epoch.journal());
                JournalReader reader = view.reader()) {
            Map<Long, byte[]> now = new HashMap<>();
            send(reader, now);
            sent.forEach((sequence, bytes) ->
                    assertThat(now.get(sequence)).as("sent as %d", sequence).isEqualTo(bytes));
        }
    }
}
