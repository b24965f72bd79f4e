package io.meterweave.ring;

import static io.meterweave.ring.Numbered.drained;
import static io.meterweave.ring.Numbered.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.RecordLayout;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stripe of the smallest size, written round and round by one thread. */
class RingWrapTest {
    private static final int CAPACITY = 16 * 1024;
    private static final int MAX = RecordLayout.MAX_RECORD_BYTES;

    @TempDir
    File temp;

    private final RingWriter writer = new RingWriter();
    private RingSegment segment;

    @BeforeEach
    void create() throws Exception {
        segment = RingSegment.create(Path.of(temp.getPath(), "ring").toFile(), 1, CAPACITY);
    }

    @Test
    void everySizeAtWhateverPlace() {
        for (int length = 1; length <= MAX; length++) {
            byte[] record = new byte[length];
            for (int i = 0; i < length; i++) {
                record[i] = (byte) (length + i);
            }
            assertThat(segment.offer(writer, record, length)).isPositive();
            List<byte[]> taken = new ArrayList<>();
            long end = segment.drain(0, 10, (stripe, position, bytes) -> taken.add(copy(bytes)));
            assertThat(taken).containsExactly(record);
            segment.free(0, end);
            assertThat(segment.isEmpty()).isTrue();
        }
    }

    private static byte[] copy(ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        return bytes;
    }

    @Test
    void theLongestRecordFitsIntoAnEmptyStripeWhereverItsTailIs() throws Exception {
        RingStates states = RingStates.of(segment);
        for (int place = 0; place < CAPACITY; place += 8) {
            segment.map().putLong(RingLayout.dataOffset(1) + place, 0);
            segment.free(0, place);
            states.tail(0, place);
            assertThat(segment.offer(writer, new byte[MAX], MAX))
                    .as("at %d", place)
                    .isPositive();
        }
    }

    @Test
    void againstAModel() {
        Random random = new Random(4);
        Deque<Long> model = new ArrayDeque<>();
        long number = 0;
        int refused = 0;
        for (int step = 0; step < 60_000; step++) {
            if (random.nextInt(3) > 0) {
                int length = Numbered.LEAST + random.nextInt(random.nextBoolean() ? 100 : MAX - Numbered.LEAST + 1);
                if (offer(segment, writer, number, length)) {
                    model.add(number++);
                } else {
                    refused++;
                }
            } else {
                List<Long> taken = new ArrayList<>();
                int most = random.nextInt(5);
                long end = segment.drain(0, most, (stripe, position, record) -> taken.add(Numbered.check(record)[1]));
                assertThat(taken).hasSize(Math.min(most, model.size()));
                taken.forEach(each -> assertThat(each).isEqualTo(model.remove()));
                segment.free(0, end);
            }
            terminated();
        }
        assertThat(drained(segment, 0)).containsExactlyElementsOf(model);
        assertThat(refused).isPositive();
    }

    /** The walk from READ ends at a zero header, inside of one lap. */
    private void terminated() {
        MappedByteBuffer map = segment.map();
        int data = RingLayout.dataOffset(1);
        long position = segment.freed(0);
        long end = position + CAPACITY;
        long header = map.getLong(data + (int) (position & CAPACITY - 1));
        while (header != 0) {
            assertThat(RingLayout.belongsTo(header, position)).isTrue();
            position += RingLayout.footprint(RingLayout.length(header));
            assertThat(position).isLessThan(end);
            header = map.getLong(data + (int) (position & CAPACITY - 1));
        }
    }

    @Test
    void aFullStripeRefusesAndKeepsWhatItHas() {
        for (int length : new int[] {Numbered.LEAST, 100, 1000, MAX}) {
            List<Long> kept = new ArrayList<>();
            for (long n = 0; offer(segment, writer, n, length); n++) {
                kept.add(n);
            }
            assertThat(kept).isNotEmpty();
            byte[] before = copy(segment.map().duplicate().rewind());
            for (int i = 0; i < 100; i++) {
                assertThat(offer(segment, writer, 1_000_000, length)).isFalse();
            }
            assertThat(copy(segment.map().duplicate().rewind())).isEqualTo(before);
            assertThat(drained(segment, 0)).isEqualTo(kept);
            segment.free(0, segment.drain(0, Integer.MAX_VALUE, (stripe, position, record) -> {}));
        }
    }

    @Test
    void positionsThatWentRoundAnInt() throws Exception {
        long far = (1L << 35) - 4 * CAPACITY;
        segment.free(0, far);
        assertThat(segment.isEmpty()).isTrue();
        RingStates.of(segment).tail(0, far);
        for (long n = 0; n < 40; n++) {
            assertThat(offer(segment, writer, n, 3000)).isTrue();
            assertThat(drained(segment, 0)).containsExactly(n);
            segment.free(0, segment.drain(0, 1, (stripe, position, record) -> {}));
        }
        assertThat(segment.freed(0)).isGreaterThan(1L << 35);
    }
}
