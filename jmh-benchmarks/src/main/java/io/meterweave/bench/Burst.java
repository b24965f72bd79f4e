package io.meterweave.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * How calls are paced. A loop without a pause makes millions of calls a second, which no pipeline keeps: it would measure
 * refusals. So calls come in bursts that fit into half a stripe of the ring, and the pause after a burst lets the
 * journal take it. Bursts begin on ticks of the clock, so that those of several threads overlap without their having to
 * wait for one another.
 */
final class Burst {
    /** Calls before the timed ones: the first after a pause meet caches that other processes have used. */
    static final int UNTIMED = 32;

    /** Timed calls. */
    static final int TIMED = 192;

    /** Calls after them, each timed by itself, with caches that have been used for something else. */
    static final int COLD = Integer.getInteger("bench.cold", 2);

    /** All of them. */
    static final int CALLS = UNTIMED + TIMED + COLD;

    private static final long PERIOD = Long.getLong("bench.period", 3_000_000);
    private static final long SPIN = 100_000;

    private Burst() {}

    /** Sleeps until shortly before the next tick, and spins to it; without ticks goes on at once. */
    static void awaitTick() {
        if (PERIOD == 0) {
            return;
        }
        long now = System.nanoTime();
        long tick = (Math.floorDiv(now + SPIN, PERIOD) + 1) * PERIOD;
        while (tick - now > SPIN) {
            LockSupport.parkNanos(tick - now - SPIN);
            now = System.nanoTime();
        }
        while (tick - now > 0) {
            Thread.onSpinWait();
            now = System.nanoTime();
        }
    }
}
