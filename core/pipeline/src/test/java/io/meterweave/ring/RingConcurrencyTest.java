package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many writers, and the one thread that drains beside them. */
@Timeout(120)
class RingConcurrencyTest {
    @TempDir
    File temp;

    private final AtomicInteger running = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Map<Long, BitSet> seen = new HashMap<>();
    private final Map<Long, Long> lastInStripe = new HashMap<>();
    private MappedRing ring;
    private int taken;

    @BeforeEach
    void create() throws Exception {
        ring = MappedRing.create(temp, new RingOptions(4, 16 * 1024, 1_000_000));
    }

    private void write(long writer, int records) {
        try {
            RingWriter mine = new RingWriter();
            for (int n = 0; n < records; n++) {
                byte[] record = Numbered.record(writer, n, Numbered.LEAST + (int) ((writer * 7919 + n * 37L) % 700));
                while (!ring.offer(mine, record, record.length)) {
                    Thread.yield();
                }
            }
        } catch (Throwable e) {
            failures.add(e);
        } finally {
            running.decrementAndGet();
        }
    }

    private void take(int stripe, long position, java.nio.ByteBuffer record) {
        long[] who = Numbered.check(record);
        BitSet numbers = seen.computeIfAbsent(who[0], writer -> new BitSet());
        assertThat(numbers.get((int) who[1]))
                .as("record %d of %d twice", who[1], who[0])
                .isFalse();
        numbers.set((int) who[1]);
        Long before = lastInStripe.put(who[0] << 32 | stripe, who[1]);
        assertThat(before == null ? -1 : before).isLessThan(who[1]);
        taken++;
    }

    private void drainUntilDone() {
        boolean last;
        do {
            last = running.get() == 0;
            ring.await(1_000_000);
            ring.freeDeadHolders();
            while (ring.drain(64, this::take, () -> {}) > 0) {
                // Until it is empty.
            }
        } while (!last);
        assertThat(failures).isEmpty();
    }

    private void check(int writers, int records) {
        assertThat(taken).isEqualTo(writers * records);
        assertThat(seen).hasSize(writers);
        assertThat(seen.values()).allMatch(numbers -> numbers.nextClearBit(0) == records);
        assertThat(ring.drain(64, this::take, () -> {})).isZero();
    }

    private List<Thread> start(ThreadFactory factory, int writers, int records) {
        List<Thread> threads = new ArrayList<>();
        running.addAndGet(writers);
        for (int w = 0; w < writers; w++) {
            long writer = w;
            threads.add(factory.newThread(() -> write(writer, records)));
        }
        threads.forEach(Thread::start);
        return threads;
    }

    @Test
    void eightWritersEachRecordOnceIntactAndInOrder() {
        start(Thread::new, 8, 20_000);
        drainUntilDone();
        check(8, 20_000);
    }

    @Test
    void threeHundredThreadsThatEnd() throws Exception {
        running.incrementAndGet();
        Thread spawner = new Thread(() -> {
            try {
                for (int w = 0; w < 300; w += 10) {
                    List<Thread> threads = new ArrayList<>();
                    running.addAndGet(10);
                    for (int i = 0; i < 10; i++) {
                        long writer = w + i;
                        threads.add(new Thread(() -> write(writer, 50)));
                    }
                    threads.forEach(Thread::start);
                    for (Thread thread : threads) {
                        thread.join();
                    }
                }
            } catch (InterruptedException e) {
                failures.add(e);
            } finally {
                running.decrementAndGet();
            }
        });
        spawner.start();
        drainUntilDone();
        check(300, 50);
    }

    @Test
    void virtualThreadsWhereThereAreAny() throws Exception {
        ThreadFactory factory = Thread::new;
        if (Runtime.version().feature() >= 21) {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            factory = (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        }
        List<Thread> threads = start(factory, 200, 100);
        drainUntilDone();
        check(200, 100);
        if (Runtime.version().feature() >= 21) {
            assertThat((boolean) Thread.class.getMethod("isVirtual").invoke(threads.get(0)))
                    .isTrue();
        }
    }
}
