package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ring.Counters;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes a batch where several epochs have something to ship; on the test's own thread. */
@Timeout(60)
class GatheringTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(10);
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path temp;

    private final List<ShippedEpoch> epochs = new ArrayList<>();
    private final List<List<UsageEvent>> batches = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @AfterEach
    void close() {
        epochs.forEach(ShippedEpoch::close);
        assertThat(complaints).allMatch(line -> line.contains("died"));
    }

    private ShippedEpoch epoch(int events) throws Exception {
        ShippedEpoch epoch = new ShippedEpoch(temp).append(events);
        epochs.add(epoch);
        return epoch;
    }

    /** Ships all epochs, the first as the live one, until nothing is left or the exporter dies. */
    private void ship(Pace pace, Runnable before, Runnable after) throws Exception {
        UsageExporter exporter = new UsageExporter() {
            @Override
            public void export(List<UsageEvent> batch) {
                before.run();
                batches.add(batch);
                after.run();
            }

            @Override
            public void close() {}
        };
        Shipper shipper = new Shipper("hub", exporter, Counters.inMemory(), complaints::add, pace, new Backoff(1_000));
        for (ShippedEpoch each : epochs) {
            each.addTo(shipper, each == epochs.get(0) ? null : () -> {});
        }
        shipper.stop(LONG);
        shipper.run();
    }

    private static Stream<String> ids(List<UsageEvent> batch) {
        return batch.stream().map(UsageEvent::id);
    }

    private static long bytes(List<UsageEvent> batch) {
        return batch.stream().mapToLong(event -> event.json().length).sum();
    }

    private void assertEachEventOnceAndInOrder(int... events) {
        for (int i = 0; i < events.length; i++) {
            String epoch = epochs.get(i).identity.epoch();
            assertThat(batches.stream().flatMap(GatheringTest::ids).filter(id -> id.startsWith(epoch)))
                    .isEqualTo(epochs.get(i).ids(1, events[i]));
        }
    }

    /** With five long backlogs beside it, the live epoch has one new event at a time. */
    @Test
    void whatIsNewIsInTheNextBatchAndABacklogStillFillsIt() throws Exception {
        ShippedEpoch live = epoch(1);
        int[] all = {0, 700, 3_000, 50, 1_200, 1};
        for (int i = 1; i < all.length; i++) {
            epoch(all[i]);
        }
        ship(new Pace(100, 1 << 20, SECOND, 0), () -> {}, () -> {
            if (batches.size() < 30) {
                live.append(1);
            }
        });
        all[0] = 30;
        assertEachEventOnceAndInOrder(all);
        for (int i = 0; i < 30; i++) {
            assertThat(ids(batches.get(i)))
                    .as("batch " + i)
                    .contains(live.ids(i + 1, i + 1).get(0));
        }
        assertThat(batches.subList(0, batches.size() - 1)).allMatch(batch -> batch.size() == 100);
    }

    /** Seeds of numbers of epochs, backlogs, bounds, and deaths of the exporter. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingExceedsItsBoundStarvesOrIsOutOfOrder(int seed) throws Exception {
        Random random = new Random(seed);
        int[] all = new int[1 + random.nextInt(5)];
        for (int i = 0; i < all.length; i++) {
            all[i] = 1 + random.nextInt(600);
            epoch(all[i]);
        }
        int most = 1 + random.nextInt(60);
        long mostBytes = 1 << 9 + random.nextInt(7);
        boolean[] died = {true};
        while (died[0]) {
            died[0] = false;
            ship(
                    new Pace(most, mostBytes, SECOND, 0),
                    () -> {
                        if (random.nextInt(20) == 0) {
                            died[0] = true;
                            throw new InternalError("died");
                        }
                    },
                    () -> {});
        }
        assertEachEventOnceAndInOrder(all);
        assertThat(batches).allMatch(batch -> batch.size() <= most && (batch.size() == 1 || bytes(batch) <= mostBytes));
        assertNobodyStarves(all, most, mostBytes);
    }

    /** While an epoch has something left, it is in one of as many batches as there are epochs; deaths change whose turn it is. */
    private void assertNobodyStarves(int[] all, int most, long mostBytes) {
        for (int i = 0; i < all.length; i++) {
            String epoch = epochs.get(i).identity.epoch();
            int left = all[i];
            int without = 0;
            for (List<UsageEvent> batch : batches) {
                int taken = (int) ids(batch).filter(id -> id.startsWith(epoch)).count();
                without = taken > 0 ? 0 : without + 1;
                left -= taken;
                assertThat(left == 0 || without < 2 * all.length)
                        .as(i + " of " + all.length + ", " + most + " events, " + mostBytes + " bytes")
                        .isTrue();
            }
        }
    }

    @Test
    void aBatchIsAsLargeAsItsBytesAllow() throws Exception {
        epoch(500);
        ship(new Pace(100_000, 20_000, SECOND, 0), () -> {}, () -> {});
        assertEachEventOnceAndInOrder(500);
        long largest = batches.stream()
                .flatMap(List::stream)
                .mapToLong(event -> event.json().length)
                .max()
                .orElseThrow();
        assertThat(batches.subList(0, batches.size() - 1))
                .hasSizeGreaterThan(5)
                .allMatch(batch -> bytes(batch) <= 20_000 && bytes(batch) > 20_000 - largest);
    }

    @Test
    void whatIsLargerThanABatchGoesAlone() throws Exception {
        epoch(20);
        epoch(20);
        ship(new Pace(100, 10, SECOND, 0), () -> {}, () -> {});
        assertEachEventOnceAndInOrder(20, 20);
        assertThat(batches).hasSize(40);
    }

    /** No more than a second's, so that nothing waits for long behind it; in parts of half of that. */
    @Test
    void aRateMakesBatchesSmall() throws Exception {
        epoch(26);
        ship(new Pace(100, 1 << 20, SECOND, 21), () -> {}, () -> {});
        assertEachEventOnceAndInOrder(26);
        assertThat(batches.stream().map(List::size)).containsExactly(10, 10, 1, 5);
    }
}
