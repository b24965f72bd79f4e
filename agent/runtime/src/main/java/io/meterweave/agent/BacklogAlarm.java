package io.meterweave.agent;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Says when what waits for an exporter is too old, once, and again when that has been mended meanwhile; ten times at the
 * most. It is looked at by another thread than the exporter's, which may be the one that hangs.
 */
final class BacklogAlarm {
    /** A process says a hundred lines at the most ({@link Complaints}): others need theirs. */
    private static final int MOST_ALARMS = 10;

    private final String exporter;
    private final long maxMillis;
    private final LongSupplier oldest;
    private final Supplier<String> lastError;
    private final Consumer<String> complaints;
    private boolean late;
    private int alarms;

    /**
     * Makes an alarm.
     *
     * @param exporter the exporter's name
     * @param maxMillis how old the oldest event may be
     * @param oldest of when it is, in milliseconds since 1970; 0 where there is none
     * @param lastError what a delivery failed of last; empty where none did
     */
    BacklogAlarm(
            String exporter,
            long maxMillis,
            LongSupplier oldest,
            Supplier<String> lastError,
            Consumer<String> complaints) {
        this.exporter = exporter;
        this.maxMillis = maxMillis;
        this.oldest = oldest;
        this.lastError = lastError;
        this.complaints = complaints;
    }

    /** Looks, at a time in milliseconds since 1970. */
    void look(long now) {
        long since = oldest.getAsLong();
        boolean before = late;
        late = since != 0 && now - since > maxMillis;
        if (late && !before && alarms < MOST_ALARMS) {
            alarms++;
            String error = lastError.get();
            complaints.accept("exporter " + exporter + " is behind: its oldest record that is not acknowledged is of "
                    + Instant.ofEpochMilli(since) + ", longer ago than max.backlog.age; it is kept, and takes room of"
                    + " the quota: look at the target, "
                    + (error.isEmpty() ? "which has told no error" : "whose last error was: " + error)
                    + ", and at its rate");
        }
    }
}
