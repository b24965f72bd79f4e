package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever pages a power cut takes back: all that was forced is there, byte by byte, and nothing that was never written.
 * And a journal that is not suspect reads, in both directions, and takes appends without a salvage.
 */
@Timeout(300)
class ChronicleSalvagePowerTest {
    private static final int ROUNDS = Integer.getInteger("meterweave.rounds", 300);
    private static final long SEED = Long.getLong("meterweave.seed", 20261124);

    @TempDir(factory = MemoryDirs.class)
    Path temp;

    private final Random random = new Random(SEED);
    private long written;
    private long forced;

    @Test
    void whatWasForcedIsThere() throws IOException {
        int salvaged = 0;
        int withGaps = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ChronicleSalvageScene scene = new ChronicleSalvageScene(temp.resolve(round + "/journal"));
            scene.cutPower(live(scene), random);
            try {
                if (!ChronicleSalvage.isSuspect(scene.dir, true)) {
                    checkGapless(scene.readAndAppend());
                } else if (random.nextBoolean()) {
                    salvaged++;
                    ChronicleSalvage.Salvaged told = ChronicleSalvage.run(scene.dir, forced);
                    checkGapless(checkTold(scene, told));
                } else {
                    salvaged++;
                    long whole = whole(scene);
                    ChronicleSalvage.Salvaged told = ChronicleSalvage.run(scene.dir, ChronicleSalvage.KEEP_ALL);
                    assertThat(checkTold(scene, told)).hasSize((int) whole);
                    withGaps += told.missing() > 0 ? 1 : 0;
                }
            } catch (JournalException | AssertionError e) {
                throw new AssertionError("round " + round + ", " + forced + " of " + written + " forced", e);
            }
        }
        assertThat(salvaged).isBetween(ROUNDS / 2, ROUNDS - ROUNDS / 20);
        assertThat(withGaps).isGreaterThan(ROUNDS / 20);
    }

    /** Appends, with forces in between; answers what stood in the files at the last one. */
    private Map<Path, byte[]> live(ChronicleSalvageScene scene) throws IOException {
        Map<Path, byte[]> snapshot = new TreeMap<>();
        written = 0;
        forced = 0;
        try (Journal journal = scene.open()) {
            for (int part = random.nextInt(6); part >= 0; part--) {
                long more = random.nextInt(random.nextInt(4) == 0 ? 1200 : 200);
                ChronicleSalvageScene.append(journal, written + 1, written + more);
                written += more;
                scene.clock.move(random.nextInt(4) == 0 ? 1 : 0);
                if (part > 0 && random.nextInt(3) > 0) {
                    journal.force();
                    forced = written;
                    snapshot = ChronicleSalvageScene.snapshot(scene.dir);
                }
            }
        }
        return snapshot;
    }

    private static long whole(ChronicleSalvageScene scene) throws IOException {
        try (ChronicleRuns runs = ChronicleRuns.find(ChronicleCycle.listOwn(scene.dir))) {
            return runs.entries();
        }
    }

    private List<Long> checkTold(ChronicleSalvageScene scene, ChronicleSalvage.Salvaged told) {
        List<Long> found = scene.readAndAppend();
        check(found);
        long first = found.isEmpty() ? 0 : found.get(0);
        long last = found.isEmpty() ? 0 : found.get(found.size() - 1);
        assertThat(told.entries()).isEqualTo(found.size());
        assertThat(told.firstSequence()).isEqualTo(first);
        assertThat(told.lastSequence()).isEqualTo(last);
        assertThat(told.missing()).isEqualTo(found.isEmpty() ? 0 : last - first + 1 - found.size());
        assertThat(told.firstMissing() > 0).isEqualTo(told.missing() > 0);
        assertThat(told.conflicting()).isZero();
        return found;
    }

    private void checkGapless(List<Long> found) {
        assertThat(found).isEqualTo(ChronicleEntries.numbers(1, found.size() + 1));
        check(found);
    }

    private void check(List<Long> found) {
        assertThat(found).hasSizeGreaterThanOrEqualTo((int) forced).isSorted().doesNotHaveDuplicates();
        assertThat(found.subList(0, (int) forced)).isEqualTo(ChronicleEntries.numbers(1, forced + 1));
        assertThat(found).allMatch(sequence -> sequence <= written);
    }
}
