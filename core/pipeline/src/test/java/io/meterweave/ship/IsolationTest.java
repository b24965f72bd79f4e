package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ring.Counters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several exporters of one journal, each on its thread; the test's is the one that journals. */
@Timeout(60)
class IsolationTest {
    private static final int EVENTS = 6_000;
    private static final long LONG = 30_000_000_000L;

    @TempDir
    Path temp;

    private final Counters counters = Counters.inMemory();

    private record Running(ScriptedExporter exporter, Shipper shipper, Thread thread, Path cursor) {
        long acknowledged() throws Exception {
            try (Cursor file = Cursor.open(cursor)) {
                return file.sequence();
            }
        }

        void end(long nanos) throws Exception {
            shipper.stop(nanos);
            thread.join();
        }
    }

    private Running start(ShippedEpoch epoch, String name, Pace pace, ScriptedExporter.Script script) throws Exception {
        ScriptedExporter exporter = new ScriptedExporter(script);
        List<String> unused = new ArrayList<>();
        Shipper shipper = new Shipper(name, exporter, counters, unused::add, pace);
        Path cursor = epoch.cursor.resolveSibling(name);
        shipper.add(epoch.identity, epoch.journal, cursor, epoch.letters, null);
        Thread thread = new Thread(shipper, name);
        thread.setDaemon(true);
        thread.start();
        return new Running(exporter, shipper, thread, cursor);
    }

    @Test
    void whoHangsOrIsSlowHoldsUpNobodyElse() throws Exception {
        try (ShippedEpoch epoch = new ShippedEpoch(temp).append(1)) {
            CountDownLatch hangs = new CountDownLatch(1);
            CountDownLatch mended = new CountDownLatch(1);
            CountDownLatch limited = new CountDownLatch(1);
            Running hung = start(epoch, "hung", Pace.DEFAULT, attempt -> {
                hangs.countDown();
                mended.await();
            });
            Running slow = start(epoch, "slow", new Pace(100, 1 << 20, 10_000_000, 2), attempt -> limited.countDown());
            hangs.await();
            limited.await();
            Running fast = start(epoch, "fast", new Pace(2_000, 4 << 20, 10_000_000, 0), attempt -> {});
            epoch.append(EVENTS);
            fast.end(LONG);
            assertThat(fast.exporter.delivered).isEqualTo(epoch.ids(1, EVENTS + 1));
            assertThat(fast.acknowledged()).isEqualTo(EVENTS + 1);
            assertThat(hung.acknowledged()).isZero();
            assertThat(hung.thread.isAlive()).isTrue();
            assertThat(slow.acknowledged()).isLessThan(EVENTS / 2);
            slow.end(0);
            assertThat(slow.exporter.attempts).allMatch(part -> part.size() == 1);
            mended.countDown();
            hung.end(LONG);
            assertThat(hung.exporter.delivered).isEqualTo(epoch.ids(1, EVENTS + 1));
            assertThat(hung.acknowledged()).isEqualTo(EVENTS + 1);
        }
    }
}
