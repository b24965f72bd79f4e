package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ring.RingOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The machine dies, and nothing was forced by us: the kernel has written back what it liked. What is whole in the journal
 * stays what it is, under its number; nothing is doubled; what is missing is seen to be missing.
 */
@Timeout(300)
class UnforcedPowerLossTest {
    private static final int LIVES = 40;

    @TempDir(factory = MemoryDirs.class)
    Path root;

    private final PowerCut power = new PowerCut();

    static Stream<Integer> seeds() {
        return Stream.iterate(1, seed -> seed + 1).limit(LIVES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWholeStaysAndNothingIsDoubled(int seed) throws Exception {
        Random random = new Random(seed);
        RecoveryScene scene = new RecoveryScene(
                root,
                new RingOptions(4, 64 * 1024, 0),
                new SealOptions(500, SealOptions.DEFAULT.ageNanos()),
                ChronicleOptions.DEFAULT);
        for (int rounds = 1 + random.nextInt(8); rounds > 0; rounds--) {
            if (random.nextInt(3) == 0) {
                power.remember(scene.epoch.journal());
                power.remember(scene.epoch.ring());
            }
            scene.offer(random.nextInt(600));
            scene.writer.drain(scene.ring);
        }
        scene.offer(random.nextInt(300));
        scene.die();
        power.cut(scene.epoch.ring(), random);
        power.cut(scene.epoch.journal(), random);

        Map<Long, ByteBuffer> whole = whole(scene);
        try (Epoch locked = Epoch.at(scene.epoch.dir()).tryLock()) {
            List<String> damages = Recovery.run(locked).damages();
            Map<Long, ByteBuffer> after = whole(scene);
            assertThat(after).containsAllEntriesOf(whole);
            assertThat(Recovery.run(locked).damages()).isEmpty();
            assertThat(whole(scene)).containsAllEntriesOf(after);
            if (!whole.keySet().containsAll(numbers(1, 1 + last(whole)))) {
                assertThat(damages.size() + corrupt(scene))
                        .as("told or met, of a journal with holes")
                        .isPositive();
            }
        }
        assertThat(scene.numbers()).doesNotHaveDuplicates();
    }

    private static long last(Map<Long, ByteBuffer> entries) {
        return entries.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static int corrupt(RecoveryScene scene) {
        int corrupt = 0;
        try (Journal view = ChronicleJournal.openReadOnly(scene.epoch.journal());
                JournalReader reader = view.reader()) {
            while (true) {
                try {
                    if (reader.next() == null) {
                        return corrupt;
                    }
                } catch (CorruptEntryException e) {
                    corrupt++;
                }
            }
        }
    }

    private static Map<Long, ByteBuffer> whole(RecoveryScene scene) throws Exception {
        Map<Long, ByteBuffer> entries = new HashMap<>();
        try (ChronicleRuns runs = ChronicleRuns.find(ChronicleCycle.listOwn(scene.epoch.journal()))) {
            for (ChronicleRuns.Run run : runs.all()) {
                for (long sequence = run.first; sequence <= run.last(); sequence++) {
                    ByteBuffer entry = runs.entry(run, sequence);
                    entries.put(
                            sequence,
                            ByteBuffer.allocate(entry.remaining())
                                    .put(entry.duplicate())
                                    .flip());
                }
            }
        }
        return entries;
    }
}
