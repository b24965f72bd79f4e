package io.meterweave.journal;

import java.time.Clock;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * The time by which a journal's files roll. It never goes back: Chronicle would append to an hour that it has ended. It
 * moves with the appender only, so that the hour cannot change between our look at it and Chronicle's.
 *
 * <p>It may run ahead of the wall: a file that is large enough is ended by moving on to the next hour, and the clock then
 * stands there until the wall has caught up or that file is large enough too. Each step is one hour per file, so that
 * the names stay readable for as long as one epoch writes less than 69 million files.
 */
final class ChronicleClock implements TimeProvider {
    private static final long HOUR = 3_600_000;

    private final Clock clock;
    private volatile long now;

    ChronicleClock(Clock clock, long notBeforeHour) {
        this.clock = clock;
        now = Math.max(clock.millis(), notBeforeHour * HOUR);
    }

    /** Moves the time on; called by the one thread that appends. Answers the hour since 1970. */
    int advance() {
        long next = clock.millis();
        if (next > now) {
            now = next;
        }
        return (int) (now / HOUR);
    }

    /** Moves on to the beginning of the next hour, whatever the wall says; called by the one thread that appends. */
    int skip() {
        now = (now / HOUR + 1) * HOUR;
        return (int) (now / HOUR);
    }

    @Override
    public long currentTimeMillis() {
        return now;
    }
}
