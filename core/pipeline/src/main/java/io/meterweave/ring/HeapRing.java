package io.meterweave.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * The ring of a JVM without a disk to write to: records on the heap, in one bounded queue of many producers and one
 * consumer. What it holds dies with the JVM.
 *
 * <p>Unlike the mapped ring's, its {@link #offer} allocates: a copy of the record, with its array's 16 bytes of header.
 * The copies together are bounded by {@code mostBytes}, the queue's own array takes 8 bytes for each of
 * {@code mostRecords} more. There is one stripe, 0, whose positions count records.
 *
 * <p>A thread that is thrown out of the queue between its claim and its store (StackOverflowError, {@code Thread.stop} on
 * 17) leaves a place that nobody fills. The journal thread does not spin on it: nothing is drained any more, what is offered
 * from then on is refused and counted once the ring is full, and {@link #size} still counts what is stuck.
 */
public final class HeapRing extends WaitingRing {
    /** How many records are held at the most. */
    public static final int MOST_RECORDS = 1 << 16;

    private static final int ARRAY_HEADER = 16;

    private final MpscVarHandleArrayQueue<byte[]> queue;
    private final AtomicLong held = new AtomicLong();
    private final TimeAnchor anchor = TimeAnchor.create(ByteBuffer.allocate(RingLayout.READS));
    private final long mostBytes;
    private long taken;

    /**
     * Makes a ring.
     *
     * @param mostRecords a power of two
     * @param mostBytes what the copies may take together
     * @param waitNanos how long a caller waits for room, in nanoseconds; 0: no caller ever waits
     */
    public HeapRing(int mostRecords, long mostBytes, long waitNanos) {
        super(waitNanos);
        this.queue = new MpscVarHandleArrayQueue<>(mostRecords);
        this.mostBytes = mostBytes;
    }

    /** The same bytes as a mapped ring's first segment, and at most {@value #MOST_RECORDS} records. */
    public static HeapRing of(RingOptions options) {
        return new HeapRing(MOST_RECORDS, (long) options.stripes() * options.stripeBytes(), options.waitNanos());
    }

    @Override
    public boolean offer(RingWriter writer, byte[] record, int length) {
        if (!offerAgain(writer, record, length)) {
            return offerLate(writer, record, length);
        }
        if (held.getOpaque() > mostBytes / 2 || queue.size() > queue.capacity() / 2) {
            wake();
        }
        return true;
    }

    @Override
    boolean offerAgain(RingWriter writer, byte[] record, int length) {
        long bytes = bytes(length);
        boolean stored = false;
        try {
            stored = held.addAndGet(bytes) <= mostBytes && queue.offer(Arrays.copyOf(record, length));
        } finally {
            if (!stored) {
                held.addAndGet(-bytes);
            }
        }
        return stored;
    }

    @Override
    boolean offerToSpare(RingWriter writer, byte[] record, int length) {
        return false;
    }

    private static long bytes(int length) {
        return ARRAY_HEADER + ((length + 7L) & ~7L);
    }

    @Override
    public long drain(int mostPerStripe, RingSink sink, Runnable batch) {
        long bytes = 0;
        for (int n = 0; n < mostPerStripe; n++) {
            byte[] record = queue.relaxedPeek();
            if (record == null) {
                break;
            }
            sink.accept(0, taken + 1, ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN));
            taken++;
            byte[] unused = queue.relaxedPoll();
            held.addAndGet(-bytes(record.length));
            freed(bytes(record.length));
            bytes += bytes(record.length);
        }
        if (bytes > 0) {
            batch.run();
        }
        return bytes;
    }

    /** How many records are in it. */
    public int size() {
        return queue.size();
    }

    /** How full it is. */
    public RingFill fill() {
        return new RingFill(queue.size(), Math.max(0, held.get()), mostBytes);
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public void refreshAnchor() {
        anchor.refresh();
    }

    @Override
    public long wallNanos(long nanoTime) {
        return anchor.wallNanos(nanoTime);
    }
}
