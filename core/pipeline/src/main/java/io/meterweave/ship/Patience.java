package io.meterweave.ship;

import java.util.concurrent.locks.LockSupport;

/** How long a thread may go on delivering: for ever, until somebody says until when. */
public final class Patience {
    private static final long LOOK_EVERY_NANOS = 250_000_000L;

    private volatile boolean ending;
    private volatile long deadline;

    /** Says that it is to end in at most so long; from any thread. */
    public void end(long nanos) {
        deadline = System.nanoTime() + nanos;
        ending = true;
    }

    /** Whether somebody has said so. */
    boolean isEnding() {
        return ending;
    }

    /** Whether the time is over. */
    public boolean isOver() {
        return ending && System.nanoTime() - deadline >= 0;
    }

    /** Waits; answers false where the time is over meanwhile. */
    boolean rest(long nanos) {
        long wake = System.nanoTime() + nanos;
        for (long left = 1; left > 0; left = wake - System.nanoTime()) {
            if (isOver()) {
                return false;
            }
            Thread.interrupted(); // An exporter that was interrupted leaves that behind, and nothing would park any
            // more.
            long slice = Math.min(LOOK_EVERY_NANOS, left);
            LockSupport.parkNanos(this, ending ? Math.min(slice, Math.max(1, deadline - System.nanoTime())) : slice);
        }
        return true;
    }
}
