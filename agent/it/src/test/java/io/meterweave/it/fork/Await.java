package io.meterweave.it.fork;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, for so long at most. What it waits for is put into words only where it waited in vain. */
public final class Await {
    private static final long PAUSE_MILLIS = 2;

    private Await() {}

    public static void until(Object what, Duration limit, BooleanSupplier condition) {
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
