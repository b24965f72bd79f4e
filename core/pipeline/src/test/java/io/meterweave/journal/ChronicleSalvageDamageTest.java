package io.meterweave.journal;

import static io.meterweave.journal.ChronicleEntries.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All entries that a damage did not touch are kept, wherever it is. */
@Timeout(300)
class ChronicleSalvageDamageTest {
    private static final int ENTRIES = 1500;

    @TempDir(factory = MemoryDirs.class)
    Path temp;

    private final Random random = new Random(3);
    private ChronicleSalvageScene scene;

    private Path fill(int round) {
        scene = new ChronicleSalvageScene(temp.resolve(round + "/journal")).fill(700, ENTRIES);
        return scene.files().get(random.nextInt(2));
    }

    @Test
    void aZeroedPageTakesOnlyWhatIsOnIt() throws IOException {
        int pages = (int) (Files.size(fill(0)) / ChronicleSalvageScene.PAGE);
        int salvaged = 0;
        for (int page = 0; page < pages; page += page < 20 ? 1 : 4) {
            Path file = fill(page + 1);
            long at = (long) page * ChronicleSalvageScene.PAGE;
            List<Long> kept = untouched(file, at, at + ChronicleSalvageScene.PAGE);
            overwrite(file, at, new byte[ChronicleSalvageScene.PAGE]);
            salvaged += checkKept(kept, "page " + page);
        }
        assertThat(salvaged).isGreaterThan(15);
    }

    /** Also in headers, index blocks, and the words that lead from one document to the next. */
    @Test
    void changedBytesTakeOnlyWhatTheyAreIn() throws IOException {
        int salvaged = 0;
        for (int round = 0; round < 90; round++) {
            Path file = fill(round);
            long within = round % 3 == 0 ? 0x80f0 + 200 : round % 3 == 1 ? 0x400 : 400_000;
            long at = (long) (random.nextDouble() * Math.min(within, Files.size(file) - 8));
            byte[] noise = new byte[1 + random.nextInt(8)];
            random.nextBytes(noise);
            List<Long> kept = untouched(file, at, at + noise.length);
            overwrite(file, at, noise);
            salvaged += checkKept(kept, "round " + round + ", byte " + at);
        }
        assertThat(salvaged).isGreaterThan(20);
    }

    /** A word that says of an index block that it is a gigabyte long, and one that makes an entry Chronicle's own. */
    @Test
    void noWordLeadsOverWholeEntries() throws IOException {
        for (byte[] word : new byte[][] {{0, 0, 0, 0x70}, {0x1c, (byte) 0x80, 2, 0x40}, {0, 0, 0, (byte) 0xc0}}) {
            for (long at : new long[] {0xc8, 0x80f0, 0x10110}) {
                Path file = fill((int) at + word[3] + word[2]);
                List<Long> kept = untouched(file, at, at + 4);
                overwrite(file, at, word);
                assertThat(checkKept(kept, "word at " + at)).isOne();
            }
        }
    }

    /** Where it is not suspect, it cannot be read, or nothing is wrong with it. */
    private int checkKept(List<Long> kept, String what) {
        if (!isDamaged()) {
            assertThat(scene.readAndAppend()).as(what).isEqualTo(numbers(1, ENTRIES + 1));
            return 0;
        }
        ChronicleSalvage.Salvaged told = ChronicleSalvage.run(scene.dir, ENTRIES);
        assertThat(scene.readAndAppend()).as(what).isEqualTo(kept);
        assertThat(told.entries()).as(what).isEqualTo(kept.size());
        assertThat(told.dropped() + told.conflicting()).as(what).isZero();
        return 1;
    }

    private boolean isDamaged() {
        if (ChronicleSalvage.isSuspect(scene.dir, true)) {
            return true;
        }
        try (Journal journal = scene.open()) {
            ChronicleSalvageScene.read(journal);
            return false;
        } catch (JournalException e) {
            return true;
        }
    }

    private List<Long> untouched(Path damaged, long from, long to) throws IOException {
        List<Long> kept = new ArrayList<>();
        for (Path file : scene.files()) {
            try (ChronicleScan scan = new ChronicleScan(file)) {
                while (scan.next()) {
                    long end = scan.at()
                            + Integer.BYTES
                            + ChronicleFrame.OVERHEAD
                            + scan.entry().remaining();
                    if (!file.equals(damaged) || scan.at() >= to || end <= from) {
                        kept.add(scan.sequence());
                    }
                }
            }
        }
        assertThat(kept).hasSizeGreaterThan(ENTRIES - 60);
        return kept;
    }

    @Test
    void aDamagedTableAnEmptyAndAMissingFile() throws IOException {
        fill(0);
        Files.write(scene.dir.resolve(ChronicleFiles.TABLE), new byte[100]);
        assertThat(checkKept(numbers(1, ENTRIES + 1), "table")).isOne();
        fill(1);
        Files.write(scene.files().get(0), new byte[0]);
        assertThat(checkKept(numbers(701, ENTRIES + 1), "empty")).isOne();
        fill(2);
        Files.delete(scene.files().get(0));
        assertThat(ChronicleSalvage.run(scene.dir, ENTRIES))
                .isEqualTo(new ChronicleSalvage.Salvaged(ENTRIES - 700, 701, ENTRIES, 0, 0, 0, 0));
        assertThat(scene.readAndAppend()).isEqualTo(numbers(701, ENTRIES + 1));
    }

    @Test
    void aForeignFileStaysWithTheDamagedOnes() throws IOException {
        Path file = fill(0);
        overwrite(file, 0, new byte[100]);
        Files.writeString(scene.dir.resolve("x.cq4"), "my notes");
        Files.writeString(scene.dir.resolve("20991231-00F.cq4"), "mine, too");
        byte[] damaged = Files.readAllBytes(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(checkKept(numbers(1, ENTRIES + 1), "foreign")).isOne();
        Path old = scene.dir.resolveSibling("journal.damaged");
        assertThat(old.resolve("x.cq4")).hasContent("my notes");
        assertThat(old.resolve("20991231-00F.cq4")).hasContent("mine, too");
        assertThat(old.resolve(file.getFileName())).hasBinaryContent(damaged);
        for (Path each : ChronicleSalvageScene.snapshot(temp).keySet()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-------");
        }
        overwrite(scene.files().get(0), 0, new byte[100]);
        ChronicleSalvage.Salvaged again = ChronicleSalvage.run(scene.dir, ChronicleSalvage.KEEP_ALL);
        assertThat(again.entries()).isEqualTo(ENTRIES + 300);
        assertThat(scene.dir.resolveSibling("journal.damaged.2")).isDirectory();
    }

    @Test
    void entriesOfAnotherVersionAreNotLeftOut() throws IOException {
        Path file = fill(0);
        try (Journal journal = scene.open()) {
            ByteBuffer later = ChronicleSalvageScene.entry(ENTRIES + 1);
            journal.append(later.put(9, (byte) 2));
        }
        overwrite(file, 0, new byte[100]);
        assertThatThrownBy(() -> ChronicleSalvage.run(scene.dir, ChronicleSalvage.KEEP_ALL))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("format 2");
        assertThat(scene.dir.resolveSibling("").toFile().list()).containsExactly("journal");
        assertThatThrownBy(() -> ChronicleSalvage.run(temp.resolve("none"), 0))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no such directory");
    }

    static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile into = new RandomAccessFile(file.toFile(), "rw")) {
            into.seek(at);
            into.write(Arrays.copyOf(bytes, bytes.length));
        }
    }
}
