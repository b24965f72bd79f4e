package io.meterweave.journal;

/**
 * How much of a disk may be used, and where which measure begins. Of the quota:
 *
 * <pre>
 *   0                  quota - 2 h        quota - h     quota - h/4   quota
 *   +------------------+------------------+-------------+-------------+
 *   | grace            | acknowledged     | no usage    | nothing     |     h = headroom
 *   |                  | files go at once | is taken    | is written  |
 * </pre>
 *
 * <p>And of the disk, from {@code floor + a quarter} free bytes down, from {@code floor}, and from a quarter of it. Usage is
 * taken again where acknowledged files need no more go: what lies between keeps that from flapping.
 *
 * @param quota how many bytes everything under {@code instances/} may use, at least 16 MiB
 * @param floor how many bytes are left free on the disk, at least 1 MiB
 */
public record SpaceLimits(long quota, long floor) {
    /** 1 GiB; 64 MiB. */
    public static final SpaceLimits DEFAULT = new SpaceLimits(1L << 30, 64L << 20);

    private static final long MIB = 1L << 20;
    private static final long LEAST_QUOTA = 16 * MIB;

    /** Refuses what leaves no room to work in. */
    public SpaceLimits {
        if (quota < LEAST_QUOTA) {
            throw new IllegalArgumentException("quota=" + quota + "B: allowed are 16MiB and more");
        }
        if (floor < MIB) {
            throw new IllegalArgumentException("disk.floor=" + floor + "B: allowed are 1MiB and more");
        }
    }

    /** At what size the journal's files are to roll, so that a sixteenth of the quota is deleted at a time. */
    public long rollBytes() {
        return Math.min(ChronicleOptions.DEFAULT_ROLL, quota / 16);
    }

    /** Kept for losses, manifests and lifecycle events, and for what is written between two looks. */
    long headroom() {
        return Math.max(2 * MIB, quota / 16);
    }

    /** After how many bytes to look again. */
    long lookEvery() {
        return Math.min(headroom(), floor) / 4;
    }

    boolean isPressed(long used, long free) {
        return used >= quota - 2 * headroom() || free < floor + floor / 4;
    }

    boolean isFull(long used, long free) {
        return used >= quota - headroom() || free < floor;
    }

    boolean isStopped(long used, long free) {
        return used >= quota - headroom() / 4 || free < floor / 4;
    }
}
