package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SpaceTest {
    private static final long MIB = 1 << 20;
    private static final SpaceLimits SMALL = new SpaceLimits(16 * MIB, 4 * MIB);

    @TempDir
    Path root;

    private long free = Long.MAX_VALUE;

    private Space space(String own) {
        return new Space(root, own, SMALL, () -> free);
    }

    /** What the file system has given, as `du` counts it. */
    static long blocks(Path tree) throws Exception {
        Process du = new ProcessBuilder("du", "-s", "-B1", tree.toString()).start();
        String told = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(du.waitFor()).isZero();
        return Long.parseLong(told.substring(0, told.indexOf('\t')));
    }

    /** At least what is really used, and at most one file's filling more, of a sparse file of any block size. */
    @ParameterizedTest
    @ValueSource(ints = {64 << 10, 1 << 20, 16 << 20, 64 << 20})
    void countsWhatIsUsedNotHowLongTheFilesAre(int block) throws Exception {
        ChronicleEntries.Hours clock = new ChronicleEntries.Hours();
        try (Epoch epoch = Epoch.create(root, "service", "instance")) {
            MappedRing.create(epoch.ring().toFile(), new RingOptions(4, 64 << 10, 0));
            try (Journal journal =
                    ChronicleJournal.open(epoch.journal(), new ChronicleOptions(block, 2 * MIB, clock))) {
                Space space = space(epoch.identity().epoch());
                int files = 0;
                for (int i = 0; i < 40; i++) {
                    for (int j = 0; j < 100; j++) {
                        journal.append(ByteBuffer.allocate(i * 50));
                    }
                    clock.move(i % 8 == 7 ? 1 : 0);
                    files = ChronicleCycle.list(epoch.journal()).size();
                    space.measure();
                    long real = blocks(root.resolve("instances"));
                    assertThat(space.used()).isBetween(real - 4096, real + files * MIB);
                }
                assertThat(files).isEqualTo(5);
            }
        }
    }

    @Test
    void countsTheEpochsAndNothingElse() throws IOException {
        try (Epoch epoch = Epoch.create(root, "service", "instance")) {
            Space space = space(epoch.identity().epoch());
            space.measure();
            long before = space.used();
            Files.write(Files.createDirectories(root.resolve("export/file")).resolve("x"), new byte[1 << 20]);
            Files.write(root.resolve("x"), new byte[1 << 20]);
            space.measure();
            assertThat(space.used()).isEqualTo(before);
            Files.write(epoch.dir().resolve("x"), new byte[1 << 20]);
            space.measure();
            assertThat(space.used()).isEqualTo(before + MIB);
        }
    }

    @Test
    void quietEpochsTakeTurnsAndRestlessOnesDoNotWait() throws IOException {
        List<Path> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(Files.createDirectories(root.resolve("instances/" + i)));
        }
        Space space = space("none");
        space.measure();
        long before = space.used();
        for (Path other : others) {
            Files.write(other.resolve("x"), new byte[4096]);
        }
        for (int look = 1; look <= 10; look++) {
            space.measure();
        }
        assertThat(space.used()).isEqualTo(before + 10 * 4096);
        Path growing = others.get(5).resolve("x");
        int looks = 0;
        for (int size = 2; space.used() == before + 10 * 4096; size++) {
            Files.write(growing, new byte[size * 4096]);
            space.measure();
            looks++;
        }
        assertThat(looks).isLessThanOrEqualTo(11);
        Files.write(growing, new byte[100 * 4096]);
        space.measure();
        assertThat(space.used()).isEqualTo(before + 109 * 4096);
        Files.delete(growing);
        Files.delete(others.get(5));
        space.measure();
        assertThat(space.used()).isEqualTo(before + 9 * 4096 - 4096);
    }

    @Test
    void doesNotFlapAtABound() throws IOException {
        Path file = Files.createDirectories(root.resolve("instances/own")).resolve("x");
        Space space = space("own");
        assertThat(at(space, file, 13)).isEqualTo(SpaceState.OK);
        assertThat(at(space, file, 14)).isEqualTo(SpaceState.FULL);
        assertThat(at(space, file, 13)).isEqualTo(SpaceState.FULL);
        assertThat(at(space, file, 12)).isEqualTo(SpaceState.FULL);
        assertThat(at(space, file, 11)).isEqualTo(SpaceState.OK);
        assertThat(at(space, file, 13)).isEqualTo(SpaceState.OK);
        assertThat(at(space, file, 16)).isEqualTo(SpaceState.STOPPED);
        assertThat(at(space, file, 15)).isEqualTo(SpaceState.FULL);
        assertThat(at(space, file, 1)).isEqualTo(SpaceState.OK);
        free = 5 * MIB - 1;
        assertThat(at(space, file, 1)).isEqualTo(SpaceState.OK);
        free = 4 * MIB - 1;
        assertThat(at(space, file, 1)).isEqualTo(SpaceState.FULL);
        free = 5 * MIB - 1;
        assertThat(at(space, file, 1)).isEqualTo(SpaceState.FULL);
        free = MIB - 1;
        assertThat(at(space, file, 1)).isEqualTo(SpaceState.STOPPED);
        free = 5 * MIB;
        assertThat(at(space, file, 1)).isEqualTo(SpaceState.OK);
    }

    private static SpaceState at(Space space, Path file, int mib) throws IOException {
        Files.write(file, new byte[mib << 20]);
        space.measure();
        assertThat(space.settle()).isEqualTo(space.state());
        return space.state();
    }

    @Test
    void refusesLimitsThatLeaveNoRoom() {
        assertThatThrownBy(() -> new SpaceLimits(16 * MIB - 1, MIB))
                .hasMessage("quota=16777215B: allowed are 16MiB and more");
        assertThatThrownBy(() -> new SpaceLimits(16 * MIB, MIB - 1))
                .hasMessage("disk.floor=1048575B: allowed are 1MiB and more");
        assertThat(SMALL.rollBytes()).isEqualTo(MIB);
        assertThat(SpaceLimits.DEFAULT.rollBytes()).isEqualTo(64 * MIB);
        assertThat(new ChronicleOptions(1 << 20, new SpaceLimits(1L << 50, MIB).rollBytes(), Clock.systemUTC()))
                .isEqualTo(ChronicleOptions.DEFAULT);
    }

    /** What is written between two looks is at most a quarter of the headroom. */
    @Test
    void looksAgainOnceSoMuchWasWritten() throws IOException {
        try (Epoch epoch = Epoch.create(root, "service", "instance")) {
            Retention retention = new Retention(
                    root,
                    epoch,
                    List.of(),
                    SMALL,
                    java.time.Duration.ofDays(7),
                    data -> {},
                    line -> {
                        throw new AssertionError(line);
                    },
                    Clock.systemUTC(),
                    () -> free);
            Files.write(epoch.dir().resolve("x"), new byte[14 << 20]);
            assertThat(retention.journaled(MIB / 2 - 1, 0)).isEqualTo(SpaceState.OK);
            assertThat(retention.journaled(1, 0)).isEqualTo(SpaceState.FULL);
            assertThat(retention.used()).isBetween(14 * MIB, 15 * MIB);
            Files.delete(epoch.dir().resolve("x"));
            assertThat(retention.journaled(MIB / 2 - 1, 0)).isEqualTo(SpaceState.FULL);
            assertThat(retention.look(0)).isEqualTo(SpaceState.OK);
            assertThat(retention.state()).isEqualTo(SpaceState.OK);
        }
    }
}
