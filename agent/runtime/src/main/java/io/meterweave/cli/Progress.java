package io.meterweave.cli;

import java.util.Locale;
import java.util.function.LongSupplier;

/** Says how far a long scan has come, to a person only, and not before they may wonder. */
final class Progress {
    private static final long FIRST_NANOS = 2_000_000_000L;
    private static final long NEXT_NANOS = 500_000_000L;
    private static final int LOOK_EVERY = 4096;

    private final Messages messages;
    private final LongSupplier nanoTime;
    private final boolean wanted;
    private long next;
    private long records;

    /**
     * Makes a progress that begins now.
     *
     * @param wanted whether a person may see it
     * @param nanoTime the clock, such as {@link System#nanoTime}
     */
    Progress(Messages messages, boolean wanted, LongSupplier nanoTime) {
        this.messages = messages;
        this.nanoTime = nanoTime;
        this.wanted = wanted && messages.isTerminal();
        this.next = nanoTime.getAsLong() + FIRST_NANOS;
    }

    /** Counts one record. */
    void read() {
        if (++records % LOOK_EVERY == 0 && wanted) {
            show();
        }
    }

    private void show() {
        long now = nanoTime.getAsLong();
        if (now - next >= 0) {
            next = now + NEXT_NANOS;
            messages.progress(String.format(Locale.ROOT, "read %,d records ...", records));
        }
    }

    /** Takes it off the screen. */
    void end() {
        messages.clear();
    }
}
