package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.spi.ExportException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the shipper on the test's own thread, told beforehand to end when nothing is left. */
@Timeout(60)
class ShipperTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(10);
    private static final int BATCH = 2_000;

    @TempDir
    Path temp;

    private final List<String> complaints = new ArrayList<>();
    private ShippedEpoch epoch;
    private Counters counters;

    @BeforeEach
    void open() throws Exception {
        epoch = new ShippedEpoch(temp);
        counters = Counters.open(temp.resolve("counters.dat").toFile());
    }

    @AfterEach
    void close() {
        epoch.close();
    }

    private static ExportException failure() {
        return new ExportException("hub is away", new java.io.IOException());
    }

    private Shipper shipper(ScriptedExporter exporter) {
        return new Shipper("hub", exporter, counters, complaints::add, Pace.DEFAULT, new Backoff(1_000));
    }

    /** Ships all epochs until nothing is left. */
    private void ship(ScriptedExporter exporter, ShippedEpoch... epochs) throws Exception {
        Shipper shipper = shipper(exporter);
        for (ShippedEpoch each : epochs) {
            each.addTo(shipper, null);
        }
        shipper.stop(LONG);
        shipper.run();
        assertThat(exporter.closed).isEqualTo(1);
    }

    @Test
    void aBatchThatFailsIsSentAgainAsItWas() throws Exception {
        epoch.append(3 * BATCH + 17);
        List<Long> cursorAtAttempt = new ArrayList<>();
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {
            cursorAtAttempt.add(epoch.acknowledged());
            if (attempt != 2 && attempt != 5 && attempt != 9 && attempt != 10) {
                throw failure();
            }
        });
        ship(exporter, epoch);
        int[][] same = {{0, 1, 2}, {3, 4, 5}, {6, 7, 8, 9}};
        for (int[] attempts : same) {
            for (int attempt : attempts) {
                assertThat(exporter.attempts.get(attempt)).isEqualTo(exporter.attempts.get(attempts[0]));
            }
        }
        assertThat(cursorAtAttempt).containsExactly(0L, 0L, 0L, 2000L, 2000L, 2000L, 4000L, 4000L, 4000L, 4000L, 6000L);
        assertThat(exporter.delivered).isEqualTo(epoch.ids(1, 6017));
        assertThat(exporter.lines).doesNotHaveDuplicates().allMatch(line -> line.startsWith("{\"specversion\""));
        assertThat(epoch.acknowledged()).isEqualTo(6017);
        assertThat(complaints).hasSize(3).allMatch(line -> line.contains("hub is away"));
    }

    @Test
    void theNextLifeBeginsBehindWhatWasAcknowledged() throws Exception {
        epoch.append(2 * BATCH + 100);
        ScriptedExporter first = new ScriptedExporter(attempt -> {
            if (attempt == 1) {
                throw new InternalError("broken");
            }
        });
        ship(first, epoch);
        assertThat(epoch.acknowledged()).isEqualTo(BATCH);
        assertThat(complaints).singleElement().asString().contains("has stopped", "broken", "next start");
        ScriptedExporter second = new ScriptedExporter(attempt -> {});
        ship(second, epoch);
        assertThat(second.delivered).isEqualTo(epoch.ids(BATCH + 1, 2 * BATCH + 100));
        assertThat(second.attempts.get(0)).as("the same bytes").isEqualTo(first.attempts.get(1));
        ScriptedExporter third = new ScriptedExporter(attempt -> {});
        ship(third, epoch);
        assertThat(third.attempts).isEmpty();
        epoch.append(5);
        ship(third = new ScriptedExporter(attempt -> {}), epoch);
        assertThat(third.delivered).isEqualTo(epoch.ids(2 * BATCH + 101, 2 * BATCH + 105));
    }

    @Test
    void theTimeToStopIsOverWhileTheTargetIsAway() throws Exception {
        epoch.append(10);
        Shipper[] shipper = {null};
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {
            if (attempt == 3) {
                shipper[0].stop(0);
            }
            throw failure();
        });
        shipper[0] = shipper(exporter);
        epoch.addTo(shipper[0], null);
        shipper[0].stop(LONG);
        shipper[0].run();
        assertThat(exporter.attempts).hasSize(4);
        assertThat(exporter.closed).isEqualTo(1);
        assertThat(epoch.acknowledged()).isZero();
        assertThat(complaints).hasSize(1);
    }

    @Test
    void nothingIsBegunWhenTheTimeIsOver() throws Exception {
        epoch.append(10);
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {});
        Shipper shipper = shipper(exporter);
        epoch.addTo(shipper, null);
        shipper.stop(0);
        shipper.run();
        assertThat(exporter.attempts).isEmpty();
        assertThat(exporter.closed).isEqualTo(1);
        assertThat(epoch.acknowledged()).isZero();
    }

    @Test
    void deadEpochsAreToldOnceWhenAllOfThemIsAcknowledged() throws Exception {
        epoch.append(30);
        ShippedEpoch empty = new ShippedEpoch(temp);
        ShippedEpoch dead = new ShippedEpoch(temp).append(BATCH + 5);
        List<String> told = new ArrayList<>();
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {
            if (attempt == 0) {
                throw failure();
            }
            assertThat(told).doesNotContain("dead");
        });
        Shipper shipper = shipper(exporter);
        epoch.addTo(shipper, null);
        for (ShippedEpoch each : List.of(empty, dead)) {
            each.addTo(shipper, () -> {
                told.add(each == dead ? "dead" : "empty");
                each.close(); // Nobody reads it any more.
            });
        }
        shipper.stop(LONG);
        shipper.run();
        assertThat(told).containsExactlyInAnyOrder("empty", "dead");
        assertThat(dead.acknowledged()).isEqualTo(BATCH + 5);
        List<String> all = new ArrayList<>(epoch.ids(1, 30));
        all.addAll(dead.ids(1, BATCH + 5));
        assertThat(exporter.delivered).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aDeadEpochThatIsAllAcknowledgedIsToldAgainAfterARestart() throws Exception {
        epoch.append(30);
        ship(new ScriptedExporter(attempt -> {}), epoch);
        List<String> told = new ArrayList<>();
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {});
        Shipper shipper = shipper(exporter);
        epoch.addTo(shipper, () -> told.add("again"));
        shipper.stop(LONG);
        shipper.run();
        assertThat(told).hasSize(1);
        assertThat(exporter.attempts).isEmpty();
    }

    @Test
    void anEpochThatCannotBeReadHoldsUpNoOther() throws Exception {
        ShippedEpoch dead = new ShippedEpoch(temp).append(50);
        epoch.append(20);
        List<String> told = new ArrayList<>();
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {});
        Shipper shipper = shipper(exporter);
        shipper.add(
                dead.identity,
                new DamagedJournal(dead.journal, 30),
                dead.cursor,
                dead.letters,
                complete -> told.add("dead " + complete));
        epoch.addTo(shipper, null);
        shipper.stop(LONG);
        shipper.run();
        assertThat(exporter.delivered).containsAll(epoch.ids(1, 20));
        assertThat(epoch.acknowledged()).isEqualTo(20);
        assertThat(dead.acknowledged()).isZero();
        assertThat(told).containsExactly("dead false");
        assertThat(complaints).singleElement().asString().contains("damaged for the test", "other epochs");
        dead.close();
    }

    @Test
    void entriesThatAreNoneAreCountedAndPassedOver() throws Exception {
        epoch.append(5);
        epoch.journal.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        epoch.journal.append(ByteBuffer.wrap(new byte[100]));
        epoch.append(5);
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {});
        ship(exporter, epoch);
        assertThat(exporter.delivered).isEqualTo(epoch.ids(1, 10));
        assertThat(counters.get(Counter.JOURNAL_DAMAGED)).isEqualTo(2);
    }
}
