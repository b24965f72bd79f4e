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

/** Whatever pages a power cut takes back, all that was forced is there after a salvage, and nothing else than was written. */
@Timeout(300)
class ChronicleSalvagePowerTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 300);

    @TempDir
    Path temp;

    private long written;
    private long forced;

    @Test
    void whatWasForcedIsThere() throws IOException {
        Random random = new Random(20261124);
        int salvaged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ChronicleSalvageScene scene = new ChronicleSalvageScene(temp.resolve(round + "/journal"));
            int pages = ChronicleSalvageScene.revert(scene.dir, live(scene, random), random);
            String what = "round " + round + ", " + pages + " pages, " + forced + " of " + written + " forced";
            try {
                boolean keepAll = random.nextBoolean();
                if (ChronicleSalvage.isSuspect(scene.dir)) {
                    salvaged++;
                    ChronicleSalvage.Salvaged told =
                            ChronicleSalvage.run(scene.dir, keepAll ? ChronicleSalvage.KEEP_ALL : forced);
                    List<Long> found = scene.readAndAppend();
                    assertThat(told.entries()).isEqualTo(found.size());
                    if (!keepAll) {
                        assertThat(found).isEqualTo(ChronicleEntries.numbers(1, found.size() + 1));
                    }
                    check(found);
                } else {
                    List<Long> found = scene.readAndAppend();
                    assertThat(found).isEqualTo(ChronicleEntries.numbers(1, found.size() + 1));
                    check(found);
                }
            } catch (Throwable e) {
                if (!Boolean.getBoolean("survey")) throw new AssertionError(what, e);
                System.out.println(what + ": " + e.toString().lines().limit(3).toList());
                for (int i = 0; i < 4; i++) System.out.println("   " + e.getStackTrace()[i]);
            }
        }
        assertThat(salvaged).isBetween(ROUNDS / 4, ROUNDS * 19 / 20);
    }

    private void check(List<Long> found) {
        assertThat(found).hasSizeGreaterThanOrEqualTo((int) forced).isSorted().doesNotHaveDuplicates();
        assertThat(found.subList(0, (int) forced)).isEqualTo(ChronicleEntries.numbers(1, forced + 1));
        assertThat(found.isEmpty() ? 0 : found.get(found.size() - 1)).isLessThanOrEqualTo(written);
    }

    private Map<Path, byte[]> live(ChronicleSalvageScene scene, Random random) throws IOException {
        Map<Path, byte[]> snapshot = new TreeMap<>();
        written = forced = 0;
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
            Map<Path, byte[]> died = ChronicleSalvageScene.snapshot(scene.dir);
            return snapshot;
        }
    }
}
