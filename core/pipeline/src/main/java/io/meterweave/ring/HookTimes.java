package io.meterweave.ring;

import java.nio.ByteBuffer;

/**
 * How long the agent's own work in a call takes, of one call in {@value #SAMPLED}: counts in fixed buckets, in a mapped file.
 * Fed by the application's threads without a lock or an allocation.
 *
 * <p>Log-linear: a bucket for each nanosecond below 16, then eight for each power of two, so that a percentile read from
 * them is at most an eighth too high. The last bucket takes everything from 15 s on.
 */
public final class HookTimes {
    /** One call in so many is measured. */
    public static final int SAMPLED = 1024;

    static final int BUCKETS = 256;
    static final int BYTES = BUCKETS * Long.BYTES;
    private static final int LINEAR = 16;
    private static final int LINEAR_BITS = 4;
    private static final int PART_BITS = 3;
    private static final int PARTS = 1 << PART_BITS;

    private final ByteBuffer map;
    private final int offset;

    HookTimes(ByteBuffer map, int offset) {
        this.map = map;
        this.offset = offset;
    }

    static int bucket(long nanos) {
        if (nanos < LINEAR) {
            return (int) Math.max(0, nanos);
        }
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        int part = (int) (nanos >>> (power - PART_BITS)) & (PARTS - 1);
        return Math.min(BUCKETS - 1, LINEAR + (power - LINEAR_BITS) * PARTS + part);
    }

    /** The first value above a bucket's. */
    static long end(int bucket) {
        if (bucket < LINEAR) {
            return bucket + 1L;
        }
        int power = (bucket - LINEAR) / PARTS + LINEAR_BITS;
        int part = (bucket - LINEAR) % PARTS;
        return (PARTS + part + 1L) << (power - PART_BITS);
    }

    /** Counts one measured call, in nanoseconds; from any thread. */
    public void record(long nanos) {
        long unused = (long) RingLayout.LONG.getAndAdd(map, offset + Long.BYTES * bucket(nanos), 1L);
    }

    private long count(int bucket) {
        return Math.max(0, (long) RingLayout.LONG.getOpaque(map, offset + Long.BYTES * bucket));
    }

    /** How many calls were measured. */
    public long samples() {
        long samples = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            samples += count(bucket);
        }
        return samples;
    }

    /**
     * The time that a share of the measured calls did not exceed, in nanoseconds; at most an eighth too high.
     *
     * @param share between 0 and 1
     * @return 0 where none was measured
     */
    public long percentile(double share) {
        long rank = (long) Math.ceil(share * samples());
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += count(bucket);
            if (seen >= rank && seen > 0) {
                return end(bucket) - 1;
            }
        }
        return 0;
    }

    /** Adds what others have counted. */
    public void add(HookTimes others) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long unused = (long) RingLayout.LONG.getAndAdd(map, offset + Long.BYTES * bucket, others.count(bucket));
        }
    }
}
