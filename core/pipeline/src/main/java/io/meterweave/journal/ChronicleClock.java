package io.meterweave.journal;

import java.time.Clock;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * The time by which a journal's files roll. It never goes back: Chronicle would append to an hour that it has ended. It
 * moves with the appender only, so that the hour cannot change between our look at it and Chronicle's.
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

    @Override
    public long currentTimeMillis() {
        return now;
    }
}
