package io.meterweave.journal;

import java.util.concurrent.TimeUnit;

/**
 * When an epoch's events are sealed by a manifest.
 *
 * @param records after how many events, 1 to {@value #MOST_RECORDS}
 * @param ageNanos at the latest after so long, in nanoseconds
 */
public record SealOptions(int records, long ageNanos) {
    /** Recovery holds the events since the last manifest in memory. */
    static final int MOST_RECORDS = 100_000;

    private static final long SHORTEST_AGE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_AGE = TimeUnit.DAYS.toNanos(1);

    /** 10,000 events, one minute. */
    public static final SealOptions DEFAULT = new SealOptions(10_000, TimeUnit.MINUTES.toNanos(1));

    /** Checks the ranges. */
    public SealOptions {
        if (records < 1 || records > MOST_RECORDS) {
            throw new IllegalArgumentException(
                    "manifest.records=" + records + ": allowed is a whole number from 1 to " + MOST_RECORDS);
        }
        if (ageNanos < SHORTEST_AGE || ageNanos > LONGEST_AGE) {
            throw new IllegalArgumentException("manifest.age=" + ageNanos + "ns: allowed is 100ms to 1d");
        }
    }
}
