package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
        int room = -1;
        for (boolean stored = true; stored; room++) {
            long before = System.nanoTime();
            stored = offer(ring, writer);
            first = System.nanoTime() - before;
        }
        long before = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertThat(offer(ring, writer)).isFalse();
        }
        assertThat(System.nanoTime() - before)
                .as("five calls, to one held back")
                .isLessThan(first);
        drain(ring);
        for (int i = 0; i < room; i++) {
            assertThat(offer(ring, writer)).isTrue();
        }
        Thread journal = new Thread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            drain(ring);
        });
        journal.start();
        assertThat(offer(ring, writer))
                .as("held back until there is room again")
                .isTrue();
        journal.join();
    }

    @Test
    void callersThatAreHeldBackForTheJournalsQuotaAreNotTakenForStalled() throws Exception {
        MappedRing ring = MappedRing.create(temp, SMALL);
        RingWriter writer = new RingWriter();
        ring.blocked(true);
        Queue<Boolean> stored = new ConcurrentLinkedQueue<>();
        Thread caller = new Thread(() -> {
            boolean room = true;
            for (int i = 0; room && i < 1_000; i++) {
                room = offer(ring, writer);
                stored.add(room);
            }
        });
        caller.start();
        // Longer than what is a stall where nothing is blocked, and shorter than callers are held back.
        for (long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_500); System.nanoTime() - until < 0; ) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        int before = stored.size();
        ring.blocked(false);
        while (caller.isAlive()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
            drain(ring);
        }
        assertThat(before).as("the ring was full").isLessThan(1_000);
        assertThat(stored).hasSize(1_000).doesNotContain(false);
    }

    private static boolean offer(MappedRing ring, RingWriter writer) {
        return ring.offer(writer, Numbered.record(0, 0, 500), 500);
    }

    private static void drain(MappedRing ring) {
        ring.drain(Integer.MAX_VALUE, (stripe, position, record) -> {}, () -> {});
    }

    @Test
    void noCallWaitsForAJournalThreadThatIsKnownToBeStalled() throws Exception {
        long wait = TimeUnit.MILLISECONDS.toNanos(50);
        MappedRing ring = MappedRing.create(temp, new RingOptions(2, 16 * 1024, wait));
        RingWriter writer = new RingWriter();
        long one = 0;
        for (boolean stored = true; stored; ) {
            long before = System.nanoTime();
            stored = offer(ring, writer);
            one = System.nanoTime() - before;
        }
        ring.keepSpare();
        int calls = 20;
        long before = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            assertThat(offer(ring, writer)).as("the spare has room").isTrue();
        }
        assertThat(System.nanoTime() - before)
                .as("%s calls, against one that has waited for ring.wait", calls)
                .isLessThan(one);
    }
}
