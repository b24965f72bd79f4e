package io.meterweave.ring;

/**
 * The ring's dimensions.
 *
 * @param stripes how many threads can write at the same moment without hopping twice, a power of two from 1 to 256
 * @param stripeBytes the size of a stripe in bytes, a power of two from 16 KiB to 4 MiB
 * @param waitNanos how long a caller may wait for room before it takes the spare segment, in nanoseconds; 0: no
 *     caller ever waits, also where all segments are full
 */
public record RingOptions(int stripes, int stripeBytes, long waitNanos) {
    /** 64 stripes of 64 KiB, a wait of 1 ms. */
    public static final RingOptions DEFAULT = new RingOptions(64, 64 * 1024, 1_000_000);

    /** Checks the ranges. */
    public RingOptions {
        if (!isStripes(stripes)) {
            throw new IllegalArgumentException("ring.stripes=" + stripes + ": allowed is a power of two from 1 to 256");
        }
        if (!isStripeBytes(stripeBytes)) {
            throw new IllegalArgumentException(
                    "ring.size=" + stripeBytes + ": allowed is a power of two from 16KiB to 4MiB");
        }
        if (waitNanos < 0 || waitNanos > 1_000_000_000L) {
            throw new IllegalArgumentException("ring.wait=" + waitNanos + "ns: allowed is 0 to 1s");
        }
    }

    /** The same with fewer stripes, at least one, so that all segments together have no more bytes than that, if they can. */
    public RingOptions within(long bytes) {
        RingOptions fewer = this;
        while (fewer.stripes > 1 && fewer.mostBytes() > bytes) {
            fewer = new RingOptions(fewer.stripes / 2, stripeBytes, waitNanos);
        }
        return fewer;
    }

    /** What the ring and all its spare segments have together, in bytes. They stay until the JVM has ended. */
    public long mostBytes() {
        return (long) MappedRing.MOST_SEGMENTS * stripes * stripeBytes;
    }

    static boolean isStripes(int stripes) {
        return Integer.bitCount(stripes) == 1 && stripes >= 1 && stripes <= 256;
    }

    static boolean isStripeBytes(int bytes) {
        return Integer.bitCount(bytes) == 1 && bytes >= 16 * 1024 && bytes <= 4 * 1024 * 1024;
    }
}
