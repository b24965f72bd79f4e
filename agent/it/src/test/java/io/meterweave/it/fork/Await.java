package io.meterweave.it.fork;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, for so long at most. */
public final class Await {
    private static final long PAUSE_MILLIS = 2;

    private Await() {}

    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + limit + " in vain for " + what);
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
