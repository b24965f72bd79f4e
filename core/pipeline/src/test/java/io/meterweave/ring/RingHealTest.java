package io.meterweave.ring;

import static io.meterweave.ring.Numbered.drained;
import static io.meterweave.ring.Numbered.offer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What writers leave that were thrown out of the critical section, or died in it. */
@Timeout(60)
class RingHealTest {
    private static final int CAPACITY = 16 * 1024;

    @TempDir
    File temp;

    private final RingWriter writer = new RingWriter();
    private RingSegment segment;
    private RingStates states;

    @BeforeEach
    void create() throws Exception {
        segment = RingSegment.create(new File(temp, "ring"), 1, CAPACITY);
        states = RingStates.of(segment);
    }

    @Test
    void aPublishedRecordWhoseTailWasNotMovedIsSteppedOver() throws Exception {
        long number = 0;
        for (int length = Numbered.LEAST; length < 5000; length += 61) {
            long before = states.tail(0);
            assertThat(offer(segment, writer, number, length)).isTrue();
            states.tail(0, before);
            assertThat(offer(segment, writer, number + 1, 60)).isTrue();
            assertThat(drained(segment, 0)).containsExactly(number, number + 1);
            segment.free(0, segment.drain(0, 9, (stripe, position, record) -> {}));
            number += 2;
        }
        assertThat(states.tail(0)).isGreaterThan(10L * CAPACITY);
    }

    @Test
    void aRecordBehindAFillerThatWasNotPublishedIsWrittenOver() throws Exception {
        for (int next : new int[] {Numbered.LEAST, 376, 1000, 5000}) {
            create();
            fill(CAPACITY - 384);
            long before = states.tail(0);
            assertThat(offer(segment, writer, 1, 1000)).isTrue();
            assertThat(states.tail(0)).isGreaterThan(CAPACITY);
            // Thrown out after the record at the stripe's beginning, before the filler that leads there.
            segment.map().putLong(RingLayout.dataOffset(1) + (int) before, 0);
            states.tail(0, before);
            assertThat(drained(segment, 0)).isEmpty();
            assertThat(offer(segment, writer, 2, next)).as("%d bytes", next).isTrue();
            assertThat(offer(segment, writer, 3, 600)).isTrue();
            assertThat(drained(segment, 0)).containsExactly(2L, 3L);
        }
    }

    private void fill(int to) {
        while (segment.freed(0) < to) {
            int length = (int) Math.min(8000, to - segment.freed(0)) - 8;
            assertThat(segment.offer(writer, new byte[length], length)).isPositive();
            segment.free(0, segment.drain(0, 1, (stripe, position, record) -> {}));
        }
        assertThat(segment.freed(0)).isEqualTo(to);
    }

    @Test
    void aHolderEntersAgainAndOthersDoNot() throws Exception {
        states.held(0, writer);
        assertThat(offer(segment, new RingWriter(), 1, 50)).isFalse();
        assertThat(offer(segment, writer, 2, 50)).isTrue();
        assertThat(states.lock(0)).isZero();
        assertThat(offer(segment, new RingWriter(), 3, 50)).isTrue();
        assertThat(drained(segment, 0)).containsExactly(2L, 3L);
    }

    @Test
    void onlyADeadHolderIsFreed() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                states.held(0, new RingWriter());
                held.countDown();
                end.await();
            } catch (ReflectiveOperationException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        held.await();
        assertThat(segment.freeDeadHolders()).isZero();
        assertThat(offer(segment, writer, 1, 50)).isFalse();
        end.countDown();
        thread.join();
        assertThat(offer(segment, writer, 1, 50)).isFalse();
        assertThat(segment.freeDeadHolders()).isEqualTo(1);
        assertThat(segment.freeDeadHolders()).isZero();
        assertThat(offer(segment, writer, 2, 50)).isTrue();
        assertThat(drained(segment, 0)).containsExactly(2L);
    }

    @Test
    void stackOverflowsInsideOfOfferLoseNothingThatWasAnswered() throws Exception {
        Thread thread = new Thread(null, this::overflow, "overflows", 160 * 1024);
        thread.start();
        thread.join();
        assertThat(answered).as("none was wedged").hasSize(ROUNDS);
        assertThat(offers).as("some were thrown out of").isGreaterThan(answered.size());
        assertThat(taken).doesNotHaveDuplicates().isSorted().containsAll(answered);
        assertThat(segment.freeDeadHolders()).isLessThanOrEqualTo(1);
        assertThat(offer(segment, writer, -1, 50)).isTrue();
    }

    private final List<Long> answered = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private final byte[][] records = new byte[100][];
    private static final int ROUNDS = 60;

    private int offers;
    private int next;

    private void overflow() {
        RingWriter mine = new RingWriter();
        long first = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < records.length; i++) {
                records[i] = Numbered.record(1, first + i, Numbered.LEAST + round);
            }
            next = 0;
            try {
                descend(mine, first);
            } catch (StackOverflowError e) {
                // Comes from the stack's end, through all frames.
            }
            first += next;
            taken.addAll(drained(segment, 0));
            segment.free(0, segment.drain(0, Integer.MAX_VALUE, (stripe, position, bytes) -> {}));
        }
    }

    /** On the way up from the stack's end each frame offers a record, until an offer is not thrown out. */
    private int descend(RingWriter mine, long first) {
        try {
            return 1 + descend(mine, first);
        } catch (StackOverflowError e) {
            if (next < records.length && !answered(first)) {
                int i = next++;
                offers++;
                if (segment.offer(mine, records[i], records[i].length) != 0) {
                    answered.add(first + i);
                }
            }
            throw e;
        }
    }

    private boolean answered(long first) {
        return !answered.isEmpty() && answered.get(answered.size() - 1) >= first;
    }
}
