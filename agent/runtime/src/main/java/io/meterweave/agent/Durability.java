package io.meterweave.agent;

import io.meterweave.journal.SealOptions;

/**
 * What the journal thread does beyond journaling.
 *
 * @param seals when manifests are made
 * @param syncNanos how long a record may be in the page cache only, in nanoseconds; 0: until the kernel writes it
 */
record Durability(SealOptions seals, long syncNanos) {
    private static final long SHORTEST_SYNC = 1_000_000;
    private static final long LONGEST_SYNC = 3_600_000_000_000L;

    /** An interval that is allowed, for where the configured one is no interval at all. */
    static final long ANY = SHORTEST_SYNC;

    static final Durability DEFAULT = new Durability(SealOptions.DEFAULT, 0);

    Durability {
        if (syncNanos != 0 && (syncNanos < SHORTEST_SYNC || syncNanos > LONGEST_SYNC)) {
            throw new IllegalArgumentException(
                    "journal.sync=" + syncNanos + "ns: allowed is none, or an interval of 1ms to 1h");
        }
    }

    boolean isSynced() {
        return syncNanos != 0;
    }

    /** As it stands in the lifecycle event. */
    String sync() {
        return isSynced() ? syncNanos + "ns" : "none";
    }
}
