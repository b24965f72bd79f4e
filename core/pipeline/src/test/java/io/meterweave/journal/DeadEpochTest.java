package io.meterweave.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole directories of dead epochs. */
@Timeout(60)
class DeadEpochTest {
    private static final Duration GRACE = Duration.ofDays(7);
    private static final long ALL = Long.MAX_VALUE;

    @TempDir
    Path root;

    private final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private long free = Long.MAX_VALUE;
    private boolean refusing;
    private RetentionScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new RetentionScene(root, "service", clock);
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
                    if (refusing) {
                        throw new JournalException("killed");
                    }
                    events.add(new String(data, UTF_8));
                },
                complaints::add,
                clock,
                () -> free);
    }

    private RetentionScene dead(String service, int entries, String... complete) throws IOException {
        RetentionScene dead = new RetentionScene(root, service, clock).append(entries);
        dead.adopted();
        Files.write(dead.epoch.counters(), new byte[4_096]);
        Files.write(dead.epoch.stat(), new byte[8_192]);
        for (String exporter : complete) {
            dead.complete(exporter);
        }
        return dead;
    }

    private static String event(RetentionScene dead) {
        return "{\"event\":\"deleted\",\"deleted_epoch\":\""
                + dead.epoch.identity().epoch() + "\",\"last_sequence\":" + dead.sequence()
                + ",\"last_manifest_sha256\":\"" + dead.manifest(dead.sequence()) + "\"}";
    }

    private List<Path> instances() throws IOException {
        try (var children = Files.list(root.resolve("instances"))) {
            return children.toList();
        }
    }

    @Test
    void goesOnceAllHaveItAndGraceIsOver() throws IOException {
        RetentionScene sealed = dead("service", 650, "a", "b");
        RetentionScene empty = dead("service", 1, "a", "b");
        Retention retention = retention("a", "b");
        clock.moveMillis(GRACE.toMillis() - 1);
        retention.look(ALL);
        assertThat(instances()).hasSize(3);
        clock.moveMillis(1);
        retention.look(ALL);
        assertThat(instances()).containsExactly(scene.epoch.dir());
        assertThat(events).containsExactlyInAnyOrder(event(sealed), event(empty));
        assertThat(event(empty)).contains(Trimmed.NO_MANIFEST);
    }

    @Test
    void graceBeginsWithTheLastAcknowledgement() throws IOException {
        RetentionScene dead = dead("service", 1, "a");
        clock.move(24 * 30);
        dead.complete("b");
        Retention retention = retention("a", "b");
        clock.moveMillis(GRACE.toMillis() - 1);
        retention.look(ALL);
        assertThat(dead.epoch.dir()).exists();
        clock.moveMillis(1);
        retention.look(ALL);
        assertThat(dead.epoch.dir()).doesNotExist();
    }

    @Test
    void staysWhateverThePressureWhereItIsNotDoneWith() throws IOException {
        free = 0;
        RetentionScene half = dead("service", 1, "a");
        RetentionScene lettered = dead("service", 1, "a", "b");
        Files.createDirectories(lettered.epoch.dir().resolve("dead-letters/a"));
        RetentionScene other = dead("other", 1, "a", "b");
        RetentionScene adoptedByNobody = new RetentionScene(root, "service", clock).append(1);
        adoptedByNobody.complete("a");
        adoptedByNobody.complete("b");
        adoptedByNobody.close();
        RetentionScene held = dead("service", 1, "a", "b");
        clock.move(24 * 365);
        Retention retention = retention("a", "b");
        try (Epoch locked = Epoch.at(held.epoch.dir()).tryLock()) {
            assertThat(locked).isNotNull();
            retention.hold(locked);
            retention.look(ALL);
            retention().look(ALL);
            assertThat(opened(held.epoch.dir().resolve("lock"))).isEqualTo(1);
            assertThat(List.of(half, lettered, other, adoptedByNobody, held))
                    .allSatisfy(each -> assertThat(each.epoch.dir()).exists());
            retention.release(locked);
        }
        retention.look(ALL);
        assertThat(held.epoch.dir()).doesNotExist();
        half.complete("b");
        Files.delete(lettered.epoch.dir().resolve("dead-letters/a"));
        retention.look(ALL);
        assertThat(instances())
                .containsExactlyInAnyOrder(scene.epoch.dir(), other.epoch.dir(), adoptedByNobody.epoch.dir());
        assertThat(events).containsExactlyInAnyOrder(event(held), event(half), event(lettered));
    }

    /** How often this process has a file open: closing a second one would release the lock, and keeping it is a leak. */
    private static long opened(Path file) throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).equals(file);
                        } catch (IOException e) {
                            return false; // Closed meanwhile.
                        }
                    })
                    .count();
        }
    }

    @Test
    void aLockThatAnotherProcessHoldsIsRespected() throws Exception {
        free = 0;
        RetentionScene dead = dead("service", 1, "a");
        Process reader = ChronicleForks.start(
                Path.of(System.getProperty("java.home")),
                root.resolve("errors"),
                EpochProcess.class,
                "lock",
                dead.epoch.dir().toString());
        try {
            assertThat(reader.getInputStream().read()).isNotEqualTo(-1);
            retention("a").look(ALL);
            assertThat(dead.epoch.dir()).exists();
            assertThat(events).isEmpty();
        } finally {
            reader.toHandle().destroyForcibly();
            reader.waitFor();
        }
        retention("a").look(ALL);
        assertThat(dead.epoch.dir()).doesNotExist();
    }

    @Test
    void nothingIsRenamedBeforeTheEventIsJournaled() throws IOException {
        free = 0;
        RetentionScene dead = dead("service", 1, "a");
        refusing = true;
        Retention retention = retention("a");
        retention.look(ALL);
        assertThat(dead.epoch.dir()).exists();
        assertThat(complaints).hasSize(1).allMatch(line -> line.contains("killed"));
        complaints.clear();
        refusing = false;
        retention.look(ALL);
        assertThat(dead.epoch.dir()).doesNotExist();
        assertThat(events).containsExactly(event(dead));
    }

    @Test
    void aKillAfterTheRenameIsCompletedAndNobodysFilesAreTouched() throws IOException {
        RetentionScene dead = dead("service", 300, "a");
        Path instances = root.resolve("instances");
        Path gone = instances.resolve(".gone-" + dead.epoch.identity().epoch());
        Files.move(dead.epoch.dir(), gone, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(gone.resolve("lock"));
        RetentionScene noted = dead("service", 1, "a");
        Path note = Files.writeString(noted.epoch.dir().resolve("journal/notes.txt"), "mine");
        List<Path> foreign = List.of(
                Files.writeString(root.resolve("notes.txt"), "mine"),
                Files.writeString(instances.resolve("notes.txt"), "mine"),
                Files.writeString(
                        Files.createDirectory(instances.resolve(".gone-mine")).resolve("lock"), "mine"));
        free = 0;
        retention("a").look(ALL);
        assertThat(gone).doesNotExist();
        assertThat(foreign).allSatisfy(file -> assertThat(file).hasContent("mine"));
        Path left = instances.resolve(".gone-" + noted.epoch.identity().epoch());
        assertThat(left.resolve(noted.epoch.dir().relativize(note))).hasContent("mine");
        assertThat(left.resolve("journal").toFile().list()).containsExactly("notes.txt");
        assertThat(left.toFile().list()).containsExactly("journal");
    }

    @Test
    void underPressureTheOldestGoesFirstAcrossEpochs() throws Exception {
        RetentionScene first = dead("service", 1, "a");
        clock.move(1);
        scene.append(300);
        clock.move(1);
        RetentionScene second = dead("service", 1, "a");
        clock.move(1);
        RetentionScene open = new RetentionScene(root, "service", clock).append(300);
        clock.move(1);
        scene.append(1);
        scene.acknowledgeTo("a", scene.sequence());
        open.acknowledgeTo("a", open.sequence());
        List<Path> order = List.of(
                first.epoch.dir(),
                scene.files().get(0),
                second.epoch.dir(),
                open.files().get(0));
        long[] left = {0};
        free = SpaceLimits.DEFAULT.floor();
        for (int gone = 0; gone < order.size(); gone++) {
            left[0] = 1; // So many go until the disk has room.
            Retention retention = new Retention(
                    root,
                    scene.epoch,
                    List.of("a"),
                    SpaceLimits.DEFAULT,
                    GRACE,
                    data -> {},
                    complaints::add,
                    clock,
                    () -> left[0]-- > 0 ? free : Long.MAX_VALUE);
            retention.hold(open.epoch);
            assertThat(retention.look(ALL)).isEqualTo(SpaceState.OK);
            for (int i = 0; i < order.size(); i++) {
                assertThat(Files.exists(order.get(i)))
                        .as("%s after %s", i, gone)
                        .isEqualTo(i > gone);
            }
        }
        open.close();
    }
}
