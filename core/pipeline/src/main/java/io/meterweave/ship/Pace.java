package io.meterweave.ship;

/**
 * How much goes to an exporter at once, and how fast. There is one batch at a time, so that what is on its way is never more
 * than a batch.
 *
 * @param batchEvents the most events in a batch
 * @param batchBytes the most bytes of their lines, unless the batch is a single event that has more
 * @param batchAgeNanos how long the first event of a batch waits for others
 * @param rate how many events a second are sent; 0: as many as the target takes
 */
public record Pace(int batchEvents, long batchBytes, long batchAgeNanos, int rate) {
    /** 2,000 events or 4 MiB, which hold as many of up to two KiB; a second; as many as the target takes. */
    public static final Pace DEFAULT = new Pace(2_000, 4L << 20, 1_000_000_000L, 0);

    /**
     * The most events that are gathered at once. With a rate no more than are sent in a second: what is journaled meanwhile, of whichever
     * epoch, waits for a batch to end.
     */
    public int gathered() {
        return rate == 0 ? batchEvents : Math.min(batchEvents, rate);
    }
}
