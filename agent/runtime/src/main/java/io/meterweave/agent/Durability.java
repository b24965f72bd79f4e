package io.meterweave.agent;

import io.meterweave.journal.SealOptions;

/**
 * What the journal thread does beyond journaling.
 *
 * @param seals when manifests are made
 * @param syncNanos how long a record may be in the page cache only, in nanoseconds; 0: until the kernel writes it
 * @param inMemory whether nothing is written to a disk
 * @param memoryBytes how much the journal holds where it is in memory, by choice or because the directory cannot be written
 */
record Durability(SealOptions seals, long syncNanos, boolean inMemory, long memoryBytes) {
    private static final long MIB = 1L << 20;
    private static final long LEAST_MEMORY = 4 * MIB;
    private static final long MOST_MEMORY = 4096 * MIB;

    private static final long SHORTEST_SYNC = 1_000_000;
    private static final long LONGEST_SYNC = 3_600_000_000_000L;

    /** An interval that is allowed, for where the configured one is no interval at all. */
    static final long ANY = SHORTEST_SYNC;

    static final Durability DEFAULT = new Durability(SealOptions.DEFAULT, 0, false, defaultMemory());

    Durability {
        if (syncNanos != 0 && (syncNanos < SHORTEST_SYNC || syncNanos > LONGEST_SYNC)) {
            throw new IllegalArgumentException(
                    "journal.sync=" + syncNanos + "ns: allowed is none, or an interval of 1ms to 1h");
        }
        if (inMemory && syncNanos != 0) {
            throw new IllegalArgumentException(
                    "journal.sync=" + syncNanos + "ns: journal=memory has no disk to force to");
        }
        if (memoryBytes < LEAST_MEMORY || memoryBytes > MOST_MEMORY) {
            throw new IllegalArgumentException(
                    "journal.memory=" + memoryBytes + "B: allowed is a size from 4MiB to 4GiB");
        }
    }

    /** 64 MiB, or an eighth of the heap where that is less: the host's memory is not ours to fill. */
    static long defaultMemory() {
        return Math.max(LEAST_MEMORY, Math.min(64 * MIB, Runtime.getRuntime().maxMemory() / 8));
    }

    boolean isSynced() {
        return syncNanos != 0;
    }

    /** As it stands in the lifecycle event. */
    String sync() {
        return isSynced() ? syncNanos + "ns" : "none";
    }
}
