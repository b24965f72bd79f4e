package io.meterweave.ship;

import java.util.function.LongSupplier;

/**
 * Spaces out what is sent, so that it is no more than so many events a second: each sending of n events keeps the next one
 * waiting for n times the interval between two. Time in which nothing was sent is not made up for. One sending is at most half of
 * a second's events, so that no second sees more than one and a half times the rate. One thread's.
 */
final class RateLimit {
    private static final long SECOND = 1_000_000_000L;

    private final int rate;
    private final LongSupplier nanoTime;
    private long free;

    /**
     * Lets the first sending go at once.
     *
     * @param rate events a second; 0: no limit
     */
    RateLimit(int rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.free = nanoTime.getAsLong();
    }

    /** The most events of one sending. */
    int most() {
        return rate == 0 ? Integer.MAX_VALUE : Math.max(1, rate / 2);
    }

    /** How long to wait for the next sending. */
    long nanosToWait() {
        return rate == 0 ? 0 : Math.max(0, free - nanoTime.getAsLong());
    }

    /** Says that so many events are sent now. */
    void sent(int events) {
        if (rate != 0) {
            long now = nanoTime.getAsLong();
            // Rounded up: over any time it is at most the rate.
            free = (free - now > 0 ? free : now) + (events * SECOND + rate - 1) / rate;
        }
    }
}
