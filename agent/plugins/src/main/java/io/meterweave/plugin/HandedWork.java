package io.meterweave.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Begins and ends, on the thread that does it, work that another thread has handed over. Nothing is thrown into the
 * application's way: work that cannot be given its payer is done without.
 */
public final class HandedWork {
    /** What {@link #begin} answers where there is nothing to end. */
    public static final int NONE = -1;

    private HandedWork() {}

    /**
     * Has the current thread work for whom the work belongs to.
     *
     * @param with null where nothing goes along with the work: then for nobody
     * @return what {@link #end} needs
     */
    public static int begin(@Nullable Carried with) {
        try {
            return MeterThread.current().enter(with);
        } catch (Throwable e) {
            Metering.handOffFailed(e);
            return NONE;
        }
    }

    /** The same, where the thread may be working for just that already: then there is nothing to begin. */
    public static int beginUnlessAtHand(Carried with) {
        return MeterThread.toHand() == with ? NONE : begin(with);
    }

    /** Has the current thread work for nobody, while it does what it cannot tell whom for. */
    public static int beginNothing() {
        return MeterThread.hasSomething() ? begin(null) : NONE;
    }

    /** Has the current thread go on with what it did before. */
    public static void end(int work) {
        if (work != NONE) {
            try {
                MeterThread.current().leave(work);
            } catch (Throwable e) {
                Metering.handOffFailed(e);
            }
        }
    }
}
