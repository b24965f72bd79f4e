package io.meterweave.journal;

import static io.meterweave.journal.ChronicleSalvageScene.PAGE;
import static io.meterweave.journal.ChronicleSalvageScene.append;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damage that opening a journal does not notice, and what looks like damage and is none. */
@Timeout(60)
class ChronicleSuspectTest {
    private static final int INDEX = 0x8110;

    @TempDir(factory = MemoryDirs.class)
    Path temp;

    private boolean isSuspect(ChronicleSalvageScene scene) {
        return ChronicleSalvage.isSuspect(scene.dir, true);
    }

    private ChronicleSalvageScene scene(String name) {
        return new ChronicleSalvageScene(temp.resolve(name + "/journal"));
    }

    @Test
    void aWholeJournalIsNot() throws IOException {
        ChronicleSalvageScene scene = scene("whole");
        try (Journal journal = scene.open()) {
            assertThat(isSuspect(scene)).isFalse();
            long sequence = 0;
            for (int count : new int[] {1, 1, 253, 1, 1, 1000, 300}) {
                append(journal, sequence + 1, sequence + count);
                sequence += count;
                assertThat(isSuspect(scene)).as("%s entries", sequence).isFalse();
                scene.clock.move(sequence > 1000 ? 1 : 0);
            }
        }
        assertThat(isSuspect(scene)).isFalse();
        Files.delete(scene.dir.resolve(ChronicleFiles.TABLE));
        assertThat(isSuspect(scene)).isFalse();
        Files.delete(scene.files().get(0));
        assertThat(isSuspect(scene)).isFalse();
    }

    /** A file in the making, an entry half written, a header one entry late, and an index that is not filled in. */
    @Test
    void whatAKillLeavesIsNot() throws IOException {
        ChronicleSalvageScene scene = scene("killed").fill(700);
        Path file = scene.files().get(0);
        Map<Path, byte[]> before = ChronicleSalvageScene.snapshot(scene.dir);
        scene.clock.move(-1);
        try (Journal journal = scene.open()) {
            append(journal, 701, 701);
        }
        byte[] header = java.util.Arrays.copyOf(before.get(file), 0x50);
        ChronicleSalvageDamageTest.overwrite(file, 0, header);
        assertThat(isSuspect(scene)).isFalse();
        long end = ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).getLong(0x40);
        ChronicleSalvageDamageTest.overwrite(file, ChronicleRawFile.behind(end, 8 + entry(700)), unfinished());
        assertThat(isSuspect(scene)).isFalse();
        ChronicleSalvageDamageTest.overwrite(file, INDEX + 8, new byte[16]);
        assertThat(isSuspect(scene)).isFalse();
        Files.write(ChronicleCycle.of(scene.dir, 600_000).path(), new byte[ChronicleFiles.SMALLEST]);
        assertThat(isSuspect(scene)).isFalse();
        assertThat(scene.readAndAppend()).isEqualTo(ChronicleEntries.numbers(1, 701));
    }

    private static int entry(long sequence) {
        return ChronicleSalvageScene.entry(sequence).remaining();
    }

    private static byte[] unfinished() {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(ChronicleRawFile.UNFINISHED | 100)
                .array();
    }

    /** It opens, and reads as if that were all; what is journaled next may end where one of the old ones begins. */
    @Test
    void entriesBehindAHoleAre() throws IOException {
        ChronicleSalvageScene scene = scene("behind");
        Map<Path, byte[]> forced;
        try (Journal journal = scene.open()) {
            append(journal, 1, 200);
            forced = ChronicleSalvageScene.snapshot(scene.dir);
            append(journal, 201, 250);
        }
        Path file = scene.files().get(0);
        byte[] old = forced.get(file);
        byte[] now = Files.readAllBytes(file);
        ChronicleHeader header = ChronicleHeader.check(file);
        Files.write(file, old);
        int end = (int) ChronicleHeader.check(file).writePosition() / PAGE * PAGE;
        Files.write(file, now);
        // The pages of the header and of the forced end are back; on one more, the next entry's beginning may be.
        for (int at : new int[] {0, end, end + PAGE}) {
            System.arraycopy(old, at, now, at, PAGE);
        }
        assertThat(header.writePosition()).isGreaterThan(end + 2 * PAGE);
        Files.write(file, now);
        try (Journal journal = scene.open()) {
            assertThat(ChronicleSalvageScene.read(journal)).isEqualTo(ChronicleEntries.numbers(1, 201));
        }
        assertThat(isSuspect(scene)).isTrue();
        long kept = ChronicleSalvage.run(scene.dir, ChronicleSalvage.KEEP_ALL).entries();
        assertThat(kept).isBetween(210L, 245L);
    }

    /** Chronicle goes where the index points, whatever is there. */
    @Test
    void aWrongIndexIs() throws IOException {
        ChronicleSalvageScene scene = scene("index").fill(700);
        for (int slot : new int[] {0, 1, 2, 3, 4000}) {
            byte[] whole = Files.readAllBytes(scene.files().get(0));
            ChronicleSalvageDamageTest.overwrite(scene.files().get(0), INDEX + 8L * slot + 2, new byte[] {77});
            assertThat(isSuspect(scene)).as("slot %s", slot).isTrue();
            Files.write(scene.files().get(0), whole);
        }
        assertThat(isSuspect(scene)).isFalse();
    }

    /** Readers stop before the next file for ever. */
    @Test
    void aFileThatWasNotEndedIs() throws IOException {
        ChronicleSalvageScene scene = scene("ended");
        Map<Path, byte[]> forced;
        try (Journal journal = scene.open()) {
            append(journal, 1, 200);
            forced = ChronicleSalvageScene.snapshot(scene.dir);
            scene.clock.move(1);
            append(journal, 201, 400);
        }
        Path first = scene.files().get(0);
        Files.write(first, forced.get(first));
        assertThat(isSuspect(scene)).isTrue();
        assertThat(ChronicleSalvage.run(scene.dir, 0).entries()).isEqualTo(400);
        assertThat(scene.readAndAppend()).isEqualTo(ChronicleEntries.numbers(1, 401));
    }

    /** Also where the damage is further back than anybody looks before opening it. */
    @Test
    void oneWhoseSalvageWasNotFinishedIs() throws IOException {
        for (String left : new String[] {"journal.salvaging", "journal.salvaged"}) {
            ChronicleSalvageScene scene = scene(left).fill(100);
            assertThat(isSuspect(scene)).isFalse();
            Files.createDirectories(scene.dir.resolveSibling(left));
            Files.write(scene.dir.resolveSibling(left).resolve("20991231-00F.cq4"), new byte[10]);
            assertThat(isSuspect(scene)).as(left).isTrue();
            assertThat(ChronicleSalvage.run(scene.dir, 0).entries()).isEqualTo(100);
            assertThat(isSuspect(scene)).isFalse();
        }
    }
}
