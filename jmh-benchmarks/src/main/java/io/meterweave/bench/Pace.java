package io.meterweave.bench;

import java.time.Duration;
import java.util.List;

/**
 * How fast a variant's bursts follow one another, and for how long.
 *
 * @param period from one burst to the next with up to two threads, in milliseconds; more threads wait longer. 0: no pause
 * @param cold how many calls with cold caches follow a burst
 * @param warmups how many iterations are not counted
 * @param iterations how many are
 * @param length of an iteration, in milliseconds
 */
record Pace(int period, int cold, int warmups, int iterations, int length) {
    static final Pace USUAL = new Pace(3, 2, 3, 5, 1_000);

    /** For peers: so that they need not drop. */
    static final Pace PEER = new Pace(6, 2, 3, 5, 1_000);

    /** A broker takes a processor of the caller's. */
    static final Pace KAFKA = new Pace(12, 2, 3, 5, 1_000);

    /** After 3 s it was up to six times slower on JDK 17 than after 15 s: that would flatter us. */
    static final Pace OPENTELEMETRY = new Pace(6, 2, 15, 5, 1_000);

    /** As many calls as there can be: the journal is to fall behind, but not to fill the disk. */
    static final Pace FLOOD = new Pace(0, 0, 2, 5, 200);

    private static final Integer LENGTH = Integer.getInteger("bench.iteration");

    /** Which length iterations have instead, in milliseconds, to try the benchmarks; 0 if they have their own. */
    static int shortened() {
        return LENGTH == null ? 0 : LENGTH;
    }

    /** The length of an iteration. */
    Duration iteration() {
        return Duration.ofMillis(LENGTH == null ? length : LENGTH);
    }

    /** For how long a fork calls. */
    Duration calling() {
        return iteration().multipliedBy(warmups + (long) iterations);
    }

    /** How many calls a burst has, those with cold caches included. */
    int calls() {
        return Burst.UNTIMED + Burst.TIMED + cold;
    }

    /** What a fork's {@link Burst} is told. */
    List<String> arguments(int threads) {
        long nanos = period * 1_000_000L * Math.max(2, threads) / 2;
        return List.of("-Dbench.period=" + nanos, "-Dbench.cold=" + cold);
    }
}
