package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers that make more than the journal thread takes are held back while it works, and only then. */
@Timeout(60)
class RingHeldBackTest {
    private static final RingOptions SMALL = new RingOptions(2, 16 * 1024, 1_000);
    private static final int THREADS = 16;
    private static final int EACH = 200;

    @TempDir
    File temp;

    @Test
    void nothingIsRefusedWhileTheJournalThreadIsSlowButWorks() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        AtomicLong drained = new AtomicLong();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            Thread caller = new Thread(() -> {
                RingWriter writer = new RingWriter();
                for (int i = 0; i < EACH; i++) {
                    if (!ring.offer(writer, Numbered.record(0, i, 500), 500)) {
                        refused.incrementAndGet();
                    }
                }
            });
            callers.add(caller);
            caller.start();
        }
        while (drained.get() + refused.get() < THREADS * EACH) {
            ring.drain(2, (stripe, position, record) -> drained.incrementAndGet(), () -> {});
            LockSupport.parkNanos(100_000);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(refused).hasValue(0);
    }

    @Test
    void aStalledJournalThreadHoldsBackOneCallUntilItGoesOn() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        RingWriter writer = new RingWriter();
        long first = 0;
        for (boolean stored = true; stored; ) {
            long before = System.nanoTime();
            stored = ring.offer(writer, Numbered.record(0, 0, 500), 500);
            first = System.nanoTime() - before;
        }
        long before = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertThat(ring.offer(writer, Numbered.record(0, 0, 500), 500)).isFalse();
        }
        assertThat(System.nanoTime() - before)
                .as("five calls, to one held back")
                .isLessThan(first);
        ring.drain(1, (stripe, position, record) -> {}, () -> {});
        assertThat(ring.offer(writer, Numbered.record(0, 0, 500), 500)).isTrue();
    }

    @Test
    void noCallWaitsForAJournalThreadThatIsKnownToBeStalled() throws Exception {
        long wait = TimeUnit.MILLISECONDS.toNanos(50);
        MappedRing ring = MappedRing.create(temp, new RingOptions(2, 16 * 1024, wait));
        RingWriter writer = new RingWriter();
        while (ring.offer(writer, Numbered.record(0, 0, 500), 500)) {}
        ring.keepSpare();
        int calls = 20;
        long before = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            assertThat(ring.offer(writer, Numbered.record(0, 0, 500), 500))
                    .as("the spare has room")
                    .isTrue();
        }
        assertThat(System.nanoTime() - before)
                .as("calls that would each have waited for ring.wait")
                .isLessThan(calls * wait);
    }
}
