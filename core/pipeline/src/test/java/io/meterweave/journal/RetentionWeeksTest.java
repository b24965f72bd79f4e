package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.RecordType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six weeks of a JVM with a quota of 16 MiB that is online for one, offline for four, and online again. Its clock is
 * simulated; its journal, its cursors and its disk are real.
 */
@Timeout(300)
class RetentionWeeksTest {
    private static final int WEEK = 7 * 24;
    private static final int USAGE_AN_HOUR = 100;
    private static final SpaceLimits LIMITS = new SpaceLimits(16 << 20, 1 << 20);

    @TempDir
    Path root;

    private final ChronicleEntries.Hours clock = new ChronicleEntries.Hours();
    private final List<String> complaints = new ArrayList<>();
    private final TreeSet<Long> journaled = new TreeSet<>();
    private final TreeSet<Long> shipped = new TreeSet<>();
    private long refused;
    private long untold;
    private int stopped;

    @Test
    void sixWeeks() throws Exception {
        try (RetentionScene scene = new RetentionScene(root, "service", clock)) {
            Retention retention = new Retention(
                    root,
                    scene.epoch,
                    List.of("far"),
                    LIMITS,
                    Duration.ofDays(3),
                    data -> {},
                    complaints::add,
                    clock,
                    () -> Long.MAX_VALUE);
            for (int hour = 0; hour < WEEK; hour++) {
                hour(scene, retention, true);
            }
            assertThat(refused).isZero();
            assertThat(shipped).isEqualTo(journaled);
            for (int hour = 0; hour < 4 * WEEK; hour++) {
                hour(scene, retention, false);
            }
            assertThat(refused).isGreaterThan(2 * WEEK * USAGE_AN_HOUR);
            assertThat(stopped).isPositive();
            assertThat(retention.state()).isNotEqualTo(SpaceState.OK);
            // Everything acknowledged has gone; all that is left, or all but what stands with it in a file, is not.
            assertThat(onDisk(scene)).contains(shipped.last() + 1);
            assertThat(onDisk(scene).headSet(shipped.last()).size()).isLessThan(300);
            long lost = refused;
            for (int hour = 0; hour < WEEK; hour++) {
                hour(scene, retention, true);
            }
            assertThat(refused).isLessThanOrEqualTo(lost + USAGE_AN_HOUR);
            assertThat(untold).isZero();
            assertThat(retention.state()).isEqualTo(SpaceState.OK);
            assertThat(shipped).isEqualTo(journaled);
            assertThat((long) journaled.size()).isEqualTo(scene.sequence());
            assertThat(complaints).isEmpty();
        }
    }

    private void hour(RetentionScene scene, Retention retention, boolean online) throws Exception {
        clock.move(1);
        SpaceState state = retention.look(scene.sequence());
        for (int i = 0; i < USAGE_AN_HOUR; i++) {
            if (state == SpaceState.OK) {
                scene.event(RecordType.LIFECYCLE, "{\"usage\":\"" + "x".repeat(900) + "\"}");
                journaled.add(scene.sequence());
                state = retention.journaled(1000, scene.sequence());
            } else {
                refused++;
                untold++;
            }
        }
        if (untold > 0 && state != SpaceState.STOPPED) {
            scene.event(RecordType.LOSS, "{\"lost\":" + untold + "}");
            journaled.add(scene.sequence());
            untold = 0;
        }
        stopped += state == SpaceState.STOPPED ? 1 : 0;
        scene.age();
        if (online) {
            shipped.addAll(scene.acknowledge("far", Integer.MAX_VALUE));
        }
        check(scene);
    }

    /** The bound holds, and whatever is not acknowledged is there. */
    private void check(RetentionScene scene) throws Exception {
        assertThat(SpaceTest.blocks(root)).isLessThanOrEqualTo(LIMITS.quota());
        NavigableSet<Long> there = onDisk(scene);
        TreeSet<Long> needed = new TreeSet<>(journaled);
        needed.removeAll(shipped);
        assertThat(there.containsAll(needed)).isTrue();
        long trimmed = Trimmed.read(scene.epoch.dir()).sequence();
        assertThat(there.first()).isEqualTo(trimmed + 1);
    }

    private static NavigableSet<Long> onDisk(RetentionScene scene) throws IOException {
        TreeSet<Long> there = new TreeSet<>();
        for (Path file : scene.files()) {
            there.addAll(RetentionScene.sequences(file));
        }
        return there;
    }

    /** Dead lives in the same directory: what they have delivered makes room for the living one. */
    @Test
    void deadEpochsMakeRoom() throws Exception {
        List<RetentionScene> dead = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RetentionScene each = new RetentionScene(root, "service", clock).append(1_000);
            each.adopted();
            dead.add(each);
            clock.move(1);
        }
        try (RetentionScene scene = new RetentionScene(root, "service", clock)) {
            List<byte[]> events = new ArrayList<>();
            Retention retention = new Retention(
                    root,
                    scene.epoch,
                    List.of("far"),
                    LIMITS,
                    Duration.ofDays(30),
                    events::add,
                    complaints::add,
                    clock,
                    () -> Long.MAX_VALUE);
            for (int i = 0; i < dead.size(); i++) {
                long before = scene.sequence();
                while (retention.look(scene.sequence()) == SpaceState.OK) {
                    scene.append(50);
                    assertThat(SpaceTest.blocks(root)).isLessThanOrEqualTo(LIMITS.quota());
                }
                assertThat(scene.sequence()).isGreaterThan(before);
                assertThat(dead.get(i).epoch.dir()).exists();
                dead.get(i).complete("far");
                assertThat(retention.look(scene.sequence())).isEqualTo(SpaceState.OK);
                assertThat(dead.get(i).epoch.dir()).doesNotExist();
            }
            assertThat(events).hasSize(4);
            assertThat(complaints).isEmpty();
        }
    }
}
