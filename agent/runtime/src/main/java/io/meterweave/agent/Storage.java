package io.meterweave.agent;

import io.meterweave.journal.SpaceLimits;
import java.time.Duration;

/**
 * How much is kept, for how long, and what happens when there is no room for more.
 *
 * @param limits the quota and the disk's floor
 * @param grace how long acknowledged events stay
 * @param block whether callers are held back, each for a bounded time, before usage is refused
 */
record Storage(SpaceLimits limits, Duration grace, boolean block) {
    static final Storage DEFAULT = new Storage(SpaceLimits.DEFAULT, Duration.ofDays(7), false);
}
