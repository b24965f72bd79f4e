package io.meterweave.agent;

import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.SpaceLimits;
import java.time.Clock;
import java.time.Duration;

/**
 * How much is kept, for how long, in files of which make, and what happens when there is no room for more.
 *
 * @param limits the quota and the disk's floor
 * @param grace how long acknowledged events stay
 * @param block whether callers are held back, each for a bounded time, before usage is refused
 * @param blockBytes by how much a journal's file grows and is mapped at a time; a multiple of 64 KiB, at most 1 MiB, the
 *     most that is accounted for when space is measured
 */
record Storage(SpaceLimits limits, Duration grace, boolean block, long blockBytes) {
    private static final long UNIT = 64 << 10;
    private static final long MOST = 1 << 20;

    static final Storage DEFAULT = new Storage(SpaceLimits.DEFAULT, Duration.ofDays(7), false, MOST);

    Storage {
        if (blockBytes < UNIT || blockBytes > MOST || blockBytes % UNIT != 0) {
            throw new IllegalArgumentException(
                    "journal.block=" + blockBytes + "B: allowed is a multiple of 64KiB up to 1MiB");
        }
    }

    /**
     * How the own epoch's journal is laid out. Its files are no larger than a part of the quota: they go by whole files.
     *
     * @param forcedOnly whether its readers see only what was forced
     */
    ChronicleOptions files(boolean forcedOnly) {
        return new ChronicleOptions((int) blockBytes, limits.rollBytes(), Clock.systemUTC(), forcedOnly);
    }
}
