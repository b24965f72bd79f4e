package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Killed anywhere, a salvage is begun again or finished. Its files are looked at in each step, as a kill leaves them. */
@Timeout(120)
class ChronicleSalvageKillTest {
    @TempDir(factory = MemoryDirs.class)
    Path temp;

    private ChronicleSalvageScene damaged() throws IOException {
        ChronicleSalvageScene scene = new ChronicleSalvageScene(temp.resolve("whole/journal")).fill(6000, 9000);
        ChronicleSalvageDamageTest.overwrite(scene.files().get(0), 600_000 & -4096, new byte[4096]);
        return scene;
    }

    @Test
    void aKillAnywhereIsRecoveredFrom() throws IOException {
        ChronicleSalvageScene scene = damaged();
        List<String> steps = new ArrayList<>();
        ChronicleSalvage.Salvaged told = ChronicleSalvage.run(scene.dir, 9000, step -> {
            copy(scene.dir.resolveSibling(""), temp.resolve(steps.size() + ""));
            steps.add(step);
        });
        List<Long> kept;
        try (Journal journal = scene.open()) {
            kept = ChronicleSalvageScene.read(journal);
        }
        assertThat(steps).contains("copying", "copied", "complete", "private", "half done", "done");
        assertThat(told.missing()).isBetween(1L, 60L);
        assertThat(kept).hasSize((int) (9000 - told.missing()));
        for (int i = 0; i < steps.size(); i++) {
            Path dir = temp.resolve(i + "/journal");
            String what = steps.get(i);
            if (!what.equals("done")) {
                assertThat(ChronicleSalvage.isSuspect(dir, true)).as(what).isTrue();
                assertThat(ChronicleSalvage.run(dir, 9000)).as(what).isEqualTo(told);
            }
            checkDone(dir, kept, what);
        }
    }

    /** Also the second attempt dies, and the third. */
    @Test
    void killsInARowAreRecoveredFrom() throws IOException {
        ChronicleSalvageScene scene = damaged();
        int step = 0;
        while (true) {
            int[] left = {step++};
            try {
                ChronicleSalvage.run(scene.dir, 9000, at -> {
                    if (left[0]-- == 0) {
                        throw new Killed();
                    }
                });
                break;
            } catch (Killed e) {
                // As a kill would, but that what was open is closed.
            }
            if (!ChronicleSalvage.isSuspect(scene.dir, true)
                    && Files.exists(scene.dir.resolveSibling("journal.damaged"))) {
                break; // Killed behind the last rename.
            }
        }
        assertThat(scene.readAndAppend()).hasSizeBetween(8900, 8999);
        assertThat(Files.exists(scene.dir.resolveSibling("journal.damaged.2"))).isFalse();
        assertThat(step).isGreaterThan(5);
    }

    @Test
    void noJournalIsMadeInThePlaceOfOneThatIsBeingSwapped() throws IOException {
        ChronicleSalvageScene scene = damaged();
        assertThatThrownBy(() -> ChronicleSalvage.run(scene.dir, 9000, at -> {
                    if (at.equals("half done")) {
                        throw new Killed();
                    }
                }))
                .isInstanceOf(Killed.class);
        assertThat(scene.dir).doesNotExist();
        assertThatThrownBy(() -> scene.open().close())
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("salvage it again");
        assertThat(scene.dir).doesNotExist();
        assertThat(ChronicleSalvage.run(scene.dir, 0).entries()).isGreaterThan(8900);
        assertThat(scene.readAndAppend()).hasSizeGreaterThan(8900);
    }

    @Test
    void aCopyThatFailsLeavesEverythingAsItWas() throws IOException {
        ChronicleSalvageScene scene = damaged();
        Map<Path, byte[]> before = ChronicleSalvageScene.snapshot(temp);
        for (String step : List.of("copying", "copied", "complete", "private")) {
            assertThatThrownBy(() -> ChronicleSalvage.run(scene.dir, 9000, at -> {
                        if (at.equals(step)) {
                            throw new IOException("No space left on device");
                        }
                    }))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("No space left");
            Map<Path, byte[]> after = ChronicleSalvageScene.snapshot(temp);
            assertThat(after.keySet()).as(step).isEqualTo(before.keySet());
            before.forEach((path, bytes) -> assertThat(after.get(path)).isEqualTo(bytes));
        }
    }

    private static void checkDone(Path dir, List<Long> kept, String what) {
        ChronicleSalvageScene scene = new ChronicleSalvageScene(dir);
        assertThat(dir.resolveSibling("").toFile().list())
                .as(what)
                .containsExactlyInAnyOrder("journal", "journal.damaged");
        assertThat(ChronicleSalvage.isSuspect(dir, true)).as(what).isFalse();
        scene.clock.move(2);
        assertThat(scene.readAndAppend()).as(what).isEqualTo(kept);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Map.Entry<Path, byte[]> file : ChronicleSalvageScene.snapshot(from).entrySet()) {
            Path target = to.resolve(from.relativize(file.getKey()));
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
