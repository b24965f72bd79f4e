package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ring.Counters;
import io.meterweave.spi.ExportException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipper on its thread, beside one that journals. */
@Timeout(60)
class ShipperThreadTest {
    @TempDir
    Path temp;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Counters counters;

    @BeforeEach
    void open() throws Exception {
        counters = Counters.open(temp.resolve("counters.dat").toFile());
    }

    private Thread start(Shipper shipper) {
        Thread thread = new Thread(shipper);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void whatIsJournaledAndAddedMeanwhileIsShipped() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        ScriptedExporter exporter = new ScriptedExporter(attempt -> first.countDown());
        Shipper shipper = new Shipper("hub", exporter, counters, complaints::add);
        CountDownLatch complete = new CountDownLatch(1);
        try (ShippedEpoch live = new ShippedEpoch(temp);
                ShippedEpoch dead = new ShippedEpoch(temp).append(12)) {
            live.append(3).addTo(shipper, null);
            Thread thread = start(shipper);
            first.await();
            live.append(4);
            dead.addTo(shipper, complete::countDown);
            complete.await();
            live.append(5);
            shipper.stop(10_000_000_000L);
            thread.join();
            assertThat(live.acknowledged()).isEqualTo(12);
            assertThat(dead.acknowledged()).isEqualTo(12);
            assertThat(exporter.delivered)
                    .hasSize(24)
                    .containsSubsequence(live.ids(1, 12))
                    .containsSubsequence(dead.ids(1, 12));
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void anExporterThatHangsIsWaitedForByNobodyAndAcknowledgedIfItReturns() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch returns = new CountDownLatch(1);
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {
            hangs.countDown();
            returns.await();
        });
        Shipper shipper = new Shipper("hub", exporter, counters, complaints::add);
        try (ShippedEpoch live = new ShippedEpoch(temp).append(7)) {
            live.addTo(shipper, null);
            Thread thread = start(shipper);
            hangs.await();
            shipper.stop(0);
            assertThat(live.acknowledged()).isZero();
            live.append(3);
            returns.countDown();
            thread.join();
            assertThat(live.acknowledged()).isEqualTo(7);
            assertThat(exporter.attempts).hasSize(1);
            assertThat(exporter.closed).isEqualTo(1);
        }
    }

    @Test
    void stoppingEndsTheWaitAfterAFailure() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        ScriptedExporter exporter = new ScriptedExporter(attempt -> {
            failed.countDown();
            throw new ExportException("away", new IOException());
        });
        // The first wait is half a minute and more.
        Shipper shipper = new Shipper(
                "hub", exporter, counters, complaints::add, Pace.DEFAULT, new Backoff(Long.MAX_VALUE >> 20));
        try (ShippedEpoch live = new ShippedEpoch(temp).append(7)) {
            live.addTo(shipper, null);
            Thread thread = start(shipper);
            failed.await();
            shipper.stop(1_000_000);
            thread.join();
            assertThat(exporter.attempts).hasSize(1);
            assertThat(live.acknowledged()).isZero();
        }
    }
}
