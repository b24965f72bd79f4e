package io.meterweave.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ring without a file: none lost, none doubled, bounded, and its callers held back like those of the other. */
@Timeout(60)
class HeapRingTest {
    private static final int WRITERS = 8;
    private static final int EACH = 20_000;

    private final RingWriter writer = new RingWriter();

    private static HeapRing ring(int records, long bytes, long waitNanos) {
        return new HeapRing(records, bytes, waitNanos);
    }

    private static List<Long> numbers(HeapRing ring, int most) {
        List<Long> numbers = new ArrayList<>();
        ring.drain(most, (stripe, position, record) -> numbers.add(Numbered.check(record)[1]), () -> {});
        return numbers;
    }

    private boolean offer(HeapRing ring, long number, int length) {
        return ring.offer(writer, Numbered.record(0, number, length), length);
    }

    @Test
    void manyWritersEachRecordOnceIntactAndInOrder() throws Exception {
        HeapRing ring = ring(256, 1 << 20, 1_000_000);
        AtomicInteger refused = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            long number = w;
            threads.add(new Thread(() -> write(ring, number, refused)));
        }
        threads.forEach(Thread::start);
        BitSet[] seen = new BitSet[WRITERS];
        int[] taken = {0};
        while (taken[0] + refused.get() < WRITERS * EACH) {
            ring.await(100_000);
            ring.drain(64, (stripe, position, record) -> take(record, position, seen, taken), () -> {});
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(refused).hasValue(0);
        assertThat(seen).allMatch(numbers -> numbers.nextClearBit(0) == EACH);
        assertThat(ring.isEmpty()).isTrue();
    }

    private static void write(HeapRing ring, long number, AtomicInteger refused) {
        RingWriter mine = new RingWriter();
        byte[] reused = new byte[800];
        for (int n = 0; n < EACH; n++) {
            byte[] record = Numbered.record(number, n, Numbered.LEAST + (int) ((number * 7919 + n * 37L) % 700));
            // As the hook does it: the caller's array holds the next record as soon as the offer has returned.
            System.arraycopy(record, 0, reused, 0, record.length);
            if (!ring.offer(mine, reused, record.length)) {
                refused.incrementAndGet();
            }
        }
    }

    private static void take(ByteBuffer record, long position, BitSet[] seen, int[] taken) {
        long[] who = Numbered.check(record);
        BitSet numbers = seen[(int) who[0]] == null ? new BitSet() : seen[(int) who[0]];
        seen[(int) who[0]] = numbers;
        assertThat(numbers.nextClearBit(0)).as("the next of writer %d", who[0]).isEqualTo((int) who[1]);
        numbers.set((int) who[1]);
        assertThat(position).isEqualTo(++taken[0]);
    }

    @Test
    void isBoundedByRecords() {
        HeapRing ring = ring(8, 1 << 20, 0);
        for (int i = 0; i < 8; i++) {
            assertThat(offer(ring, i, 100)).isTrue();
        }
        assertThat(offer(ring, 8, 100)).isFalse();
        assertThat(ring.refusal()).isEqualTo(Counter.RING_FULL);
        assertThat(ring.size()).isEqualTo(8);
        assertThat(numbers(ring, 1)).containsExactly(0L);
        assertThat(offer(ring, 9, 100)).isTrue();
        assertThat(numbers(ring, 100)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 9L);
    }

    @Test
    void isBoundedByBytesThatRefusalsDoNotUseUp() {
        HeapRing ring = ring(1024, 4 * (16 + 1000), 0);
        for (int i = 0; i < 4; i++) {
            assertThat(offer(ring, i, 1000)).isTrue();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(offer(ring, 99, 1000)).isFalse();
        }
        assertThat(numbers(ring, 2)).containsExactly(0L, 1L);
        assertThat(offer(ring, 4, 1000)).isTrue();
        assertThat(offer(ring, 5, 1000)).isTrue();
        assertThat(offer(ring, 6, 1000)).isFalse();
        ring.blocked(true);
        assertThat(ring.refusal()).isEqualTo(Counter.QUOTA);
    }

    @Test
    void whatTheSinkRefusesIsHandedOverAgainAtTheSamePosition() {
        HeapRing ring = ring(8, 1 << 20, 0);
        offer(ring, 0, 100);
        offer(ring, 1, 100);
        List<Long> positions = new ArrayList<>();
        RingSink refusing = (stripe, position, record) -> {
            positions.add(position);
            if (positions.size() == 2) {
                throw new IllegalStateException("full");
            }
        };
        assertThatThrownBy(() -> ring.drain(8, refusing, () -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(ring.size()).isEqualTo(1);
        ring.drain(8, refusing, () -> {});
        assertThat(positions).containsExactly(1L, 2L, 2L);
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void callersAreHeldBackWhileTheRingIsDrainedSlowly() throws Exception {
        HeapRing ring = ring(16, 1 << 20, 1_000);
        AtomicInteger refused = new AtomicInteger();
        int[] drained = {0};
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
            callers.add(new Thread(() -> {
                RingWriter mine = new RingWriter();
                for (int i = 0; i < 200; i++) {
                    refused.addAndGet(ring.offer(mine, Numbered.record(0, i, 100), 100) ? 0 : 1);
                }
            }));
        }
        callers.forEach(Thread::start);
        while (drained[0] + refused.get() < 16 * 200) {
            ring.drain(2, (stripe, position, record) -> drained[0]++, () -> {});
            LockSupport.parkNanos(100_000);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(refused).hasValue(0);
    }

    @Test
    void aStalledJournalThreadHoldsBackOneCallUntilItGoesOn() {
        HeapRing ring = ring(8, 1 << 20, 1_000);
        long first = 0;
        for (boolean stored = true; stored; ) {
            long before = System.nanoTime();
            stored = offer(ring, 0, 100);
            first = System.nanoTime() - before;
        }
        long before = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertThat(offer(ring, 0, 100)).isFalse();
        }
        assertThat(System.nanoTime() - before)
                .as("five calls, to one held back")
                .isLessThan(first);
        numbers(ring, 1);
        assertThat(offer(ring, 0, 100)).isTrue();
    }

    @Test
    void countersInMemoryCount() {
        Counters counters = Counters.inMemory();
        counters.add(Counter.QUOTA, 3);
        counters.add(Counter.QUOTA, 4);
        assertThat(counters.get(Counter.QUOTA)).isEqualTo(7);
        assertThat(counters.get(Counter.RING_FULL)).isZero();
    }
}
