package io.meterweave.it.cost.server;

import java.util.SplittableRandom;

/**
 * When the requests of an open loop are due, in nanoseconds after its start: independent arrivals (Poisson) at a rate,
 * the same for the same seed. Whoever is late does not move those that follow.
 */
final class Schedule {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] due;

    /**
     * Draws as many arrivals as are expected within a time.
     *
     * @param rate arrivals per second
     */
    Schedule(double rate, double seconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        due = new long[(int) Math.round(rate * seconds)];
        double at = 0;
        for (int i = 0; i < due.length; i++) {
            // 1 - [0, 1) is never 0, of which there is no logarithm.
            at -= Math.log(1 - random.nextDouble()) / rate * NANOS_PER_SECOND;
            due[i] = (long) at;
        }
    }

    int count() {
        return due.length;
    }

    /** Nanoseconds from the start to the arrival. */
    long due(int index) {
        return due[index];
    }
}
