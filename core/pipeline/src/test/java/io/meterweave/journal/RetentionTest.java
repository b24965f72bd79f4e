package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.record.JournalEntry;
import io.meterweave.ship.MovedCursor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The leading files of a live journal. */
@Timeout(60)
class RetentionTest {
    private static final Duration GRACE = Duration.ofDays(7);
    private static final long ALL = Long.MAX_VALUE;

    @TempDir
    Path root;

    private final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();
    private final List<String> complaints = new ArrayList<>();
    private long free = Long.MAX_VALUE;
    private RetentionScene scene;

    @BeforeEach
    void fill() throws IOException {
        scene = new RetentionScene(root, "service", clock);
        scene.append(1100);
        assertThat(scene.files()).hasSizeBetween(5, 8);
    }

    @AfterEach
    void end() throws IOException {
        scene.close();
        assertThat(complaints).isEmpty();
    }

    private Retention retention(String... exporters) {
        return new Retention(
                root,
                scene.epoch,
                List.of(exporters),
                SpaceLimits.DEFAULT,
                GRACE,
                data -> {
                    throw new AssertionError(new String(data, StandardCharsets.UTF_8));
                },
                complaints::add,
                clock,
                () -> free);
    }

    private long lastOf(int file) throws IOException {
        List<Long> sequences = RetentionScene.sequences(scene.files().get(file));
        return sequences.get(sequences.size() - 1);
    }

    @Test
    void nothingGoesThatIsNotAcknowledgedByAll() throws Exception {
        free = 0;
        clock.move(24 * 365);
        List<Path> before = scene.files();
        assertThat(retention().look(ALL)).isEqualTo(SpaceState.STOPPED);
        retention("a").look(ALL);
        scene.acknowledgeTo("a", scene.sequence());
        retention("a", "b").look(ALL);
        retention("b", "a").look(ALL);
        assertThat(scene.files()).isEqualTo(before);
        scene.acknowledgeTo("b", lastOf(1) + 1);
        retention("a", "b").look(ALL);
        assertThat(scene.files()).isEqualTo(before.subList(2, before.size()));
        assertThat(Trimmed.read(scene.epoch.dir()).sequence())
                .isEqualTo(RetentionScene.sequences(before.get(2)).get(0) - 1);
    }

    @Test
    void theFileThatIsWrittenStays() throws Exception {
        free = 0;
        Path newest = scene.files().get(scene.files().size() - 1);
        scene.acknowledgeTo("a", scene.sequence());
        retention("a").look(ALL);
        assertThat(scene.files()).containsExactly(newest);
        scene.append(10);
        assertThat(scene.acknowledge("a", 100)).hasSize(10).endsWith(scene.sequence());
    }

    /** Its place would not be found again. */
    @Test
    void aFileAtWhoseEndACursorStandsStays() throws Exception {
        free = 0;
        List<Path> before = scene.files();
        scene.acknowledgeTo("a", lastOf(2));
        retention("a").look(ALL);
        assertThat(scene.files()).isEqualTo(before.subList(2, before.size()));
        assertThat(scene.acknowledge("a", 1))
                .containsExactly(RetentionScene.sequences(before.get(3)).get(0));
        retention("a").look(ALL);
        assertThat(scene.files()).isEqualTo(before.subList(3, before.size()));
    }

    @Test
    void graceEndsToTheMillisecond() throws Exception {
        scene.acknowledgeTo("a", scene.sequence());
        clock.move(1);
        scene.append(600);
        int old = scene.files().size();
        scene.acknowledgeTo("a", scene.sequence());
        List<Path> before = scene.files();
        long first = Files.getLastModifiedTime(before.get(0)).toMillis();
        Retention retention = retention("a");
        clock.moveMillis(first + GRACE.toMillis() - clock.millis() - 1);
        assertThat(retention.look(ALL)).isEqualTo(SpaceState.OK);
        assertThat(scene.files()).hasSize(old);
        clock.moveMillis(1);
        retention.look(ALL);
        List<Path> left = scene.files();
        assertThat(left).hasSizeLessThan(old).hasSizeGreaterThan(2);
        assertThat(left)
                .allSatisfy(file -> assertThat(Files.getLastModifiedTime(file).toMillis())
                        .isGreaterThan(clock.millis() - GRACE.toMillis()));
        clock.moveMillis(Duration.ofDays(8).toMillis());
        retention.look(ALL);
        assertThat(scene.files()).hasSize(1);
    }

    @Test
    void whatARecoveryNeedsStays() throws Exception {
        free = 0;
        scene.acknowledgeTo("a", scene.sequence());
        List<Path> before = scene.files();
        retention("a").look(lastOf(0) - 1);
        assertThat(scene.files()).isEqualTo(before);
        retention("a").look(lastOf(0));
        assertThat(scene.files()).isEqualTo(before.subList(1, before.size()));
    }

    @Test
    void theDeletedEndAndItsSealAreWrittenFirst() throws Exception {
        free = 0;
        for (int file = scene.files().size(); file > 1; file--) {
            long last = lastOf(0);
            scene.acknowledgeTo("a", last + 1);
            Path first = scene.files().get(0);
            retention("a").look(ALL);
            assertThat(first).doesNotExist();
            assertThat(Files.readString(scene.epoch.dir().resolve("trimmed")))
                    .isEqualTo(last + " " + scene.manifest(last) + "\n");
        }
    }

    /** A seal that went with an earlier file is still the last one. */
    @Test
    void theSealOfAnEarlierFileIsKept() throws Exception {
        try (RetentionScene unsealed = new RetentionScene(root, "service", clock)) {
            for (int i = 1; i <= 900; i++) {
                unsealed.event(
                        i == 100 ? io.meterweave.record.RecordType.MANIFEST : io.meterweave.record.RecordType.LOSS,
                        "{\"n\":\"" + "x".repeat(990) + "\"}");
            }
            unsealed.acknowledgeTo("a", 900);
            Retention retention = retention("a");
            retention.hold(unsealed.epoch);
            free = 0;
            retention.look(ALL);
            assertThat(unsealed.files()).hasSize(1);
            long first = RetentionScene.sequences(unsealed.files().get(0)).get(0);
            assertThat(Trimmed.read(unsealed.epoch.dir())).isEqualTo(new Trimmed(first - 1, unsealed.manifest(100)));
        }
    }

    @Test
    void aKillBetweenTheNoteAndTheDeletionIsCompleted() throws Exception {
        free = 0;
        scene.acknowledgeTo("a", lastOf(0) + 1);
        Trimmed note = new Trimmed(lastOf(0), scene.manifest(lastOf(0)));
        note.write(scene.epoch.dir());
        Path first = scene.files().get(0);
        retention("a").look(ALL);
        assertThat(first).doesNotExist();
        assertThat(Trimmed.read(scene.epoch.dir())).isEqualTo(note);
    }

    @Test
    void aNoteHalfWrittenIsNone() throws Exception {
        Path tmp = scene.epoch.dir().resolve("trimmed.tmp");
        for (byte[] half : List.of(new byte[0], new byte[500], "17 ab".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(tmp, half);
            Trimmed note = new Trimmed(17 + half.length, scene.manifest(0));
            assertThat(Trimmed.read(scene.epoch.dir())).isNotEqualTo(note);
            note.write(scene.epoch.dir());
            assertThat(Trimmed.read(scene.epoch.dir())).isEqualTo(note);
            assertThat(tmp).doesNotExist();
        }
        Files.writeString(scene.epoch.dir().resolve("trimmed"), "17 ab\n");
        assertThatThrownBy(() -> Trimmed.read(scene.epoch.dir()))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("trimmed was not written by this version");
    }

    /** Its file is not there: somebody has restored half a backup, and what is left may be all there is. */
    @Test
    void aCursorThatStandsNowhereDeletesNothing() throws Exception {
        free = 0;
        List<Path> before = scene.files();
        MovedCursor.move(scene.epoch.cursor("a"), ChronicleCycle.ROLL.toIndex(900_000, 5), scene.sequence());
        retention("a").look(ALL);
        assertThat(scene.files()).isEqualTo(before);
        Files.delete(scene.epoch.cursor("a"));
        scene.acknowledgeTo("a", scene.sequence());
        byte[] damaged = Files.readAllBytes(scene.epoch.cursor("a"));
        damaged[16] ^= 1; // Each slot's CRC32C.
        damaged[48] ^= 1;
        for (byte[] damage : List.of(new byte[64], new byte[10], damaged)) {
            Files.write(scene.epoch.cursor("a"), damage);
            retention("a").look(ALL);
            assertThat(scene.files()).isEqualTo(before);
        }
    }

    @Test
    void aDamagedEntryDoesNotHoldItsFile() throws Exception {
        free = 0;
        List<Path> before = scene.files();
        long last = lastOf(1);
        scene.acknowledgeTo("a", last + 1);
        for (Path file : before.subList(0, 2)) {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(file.equals(before.get(0)) ? ChronicleHeader.end(bytes) - 5 : 66 << 10);
                bytes.write(new byte[] {1, 2, 3});
            }
        }
        retention("a").look(ALL);
        assertThat(scene.files()).isEqualTo(before.subList(2, before.size()));
        assertThat(Trimmed.read(scene.epoch.dir()).sequence()).isEqualTo(last);
    }

    @Test
    void aRestartFindsItsPlaceBehindWhatWent() throws Exception {
        free = 0;
        scene.acknowledgeTo("a", lastOf(2) + 5);
        long acknowledged = lastOf(2) + 5;
        retention("a").look(ALL);
        scene.journal.close();
        try (Journal again = ChronicleJournal.open(
                        scene.epoch.journal(), new ChronicleOptions(64 << 10, RetentionScene.ROLL, clock));
                JournalReader reader = again.reader();
                JournalReader late = again.reader()) {
            reader.moveTo(MovedCursor.position(scene.epoch.cursor("a")));
            assertThat(JournalEntry.decode(reader.next()).sequence()).isEqualTo(acknowledged + 1);
            late.moveTo(JournalReader.START);
            assertThat(JournalEntry.decode(late.next()).sequence())
                    .isEqualTo(Trimmed.read(scene.epoch.dir()).sequence() + 1);
        }
    }

    @Test
    void aForeignFileInTheJournalIsToldAndNothingIsDeleted() throws Exception {
        free = 0;
        scene.acknowledgeTo("a", scene.sequence());
        Path foreign = Files.writeString(scene.epoch.journal().resolve("notes.cq4"), "mine");
        int before = scene.epoch.journal().toFile().list().length;
        retention("a").look(ALL);
        assertThat(complaints).isNotEmpty().allMatch(line -> line.contains("notes.cq4"));
        assertThat(scene.epoch.journal().toFile().list()).hasSize(before);
        complaints.clear();
        Files.delete(foreign);
    }
}
