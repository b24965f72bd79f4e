package io.meterweave.ship;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after the n-th failure in a row: doubling from 250 ms to one minute, of which a random half is left
 * out so that many agents do not return to a recovering target at the same moment. Where the target asks for more time, it
 * gets that, five minutes at the most, and up to a quarter more for the same reason.
 */
final class Backoff {
    private static final long FIRST_NANOS = 250_000_000L;
    private static final long MOST_NANOS = 60_000_000_000L;
    private static final long MOST_ASKED_NANOS = 300_000_000_000L;

    private final long firstNanos;
    private int failures;

    Backoff() {
        this(FIRST_NANOS);
    }

    Backoff(long firstNanos) {
        this.firstNanos = firstNanos;
    }

    /** Forgets past failures. */
    void succeeded() {
        failures = 0;
    }

    /** Counts a failure and answers how long to wait now, in nanoseconds. */
    long failed() {
        long full = Math.min(MOST_NANOS, firstNanos << Math.min(failures, 20));
        failures++;
        return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    /** The same, for a target that wants to be left alone for so many nanoseconds. */
    long failed(long askedNanos) {
        long asked = Math.max(0, Math.min(MOST_ASKED_NANOS, askedNanos));
        return Math.max(failed(), asked + ThreadLocalRandom.current().nextLong(asked / 4 + 1));
    }
}
