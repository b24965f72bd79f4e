package io.meterweave.agent;

import java.util.concurrent.TimeUnit;

/** Drains and seals when the JVM ends in an orderly way; where it does not, the next start recovers. */
final class Shutdown extends Thread {
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Sweep sweep;
    private final JournalThread journal;

    private Shutdown(Sweep sweep, JournalThread journal) {
        super("meterweave-shutdown");
        this.sweep = sweep;
        this.journal = journal;
    }

    static void register(Sweep sweep, JournalThread journal) {
        try {
            Runtime.getRuntime().addShutdownHook(new Shutdown(sweep, journal));
        } catch (IllegalStateException e) {
            // The JVM is shutting down already: what is metered now is recovered at the next start.
        }
    }

    /** Whether the JVM is shutting down: hooks can be removed only before that. */
    static boolean isUnderWay() {
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(new Thread());
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Override
    public void run() {
        journal.stop(BOUND_NANOS, sweep.stop());
    }
}
