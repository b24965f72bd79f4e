package io.meterweave.journal;

import java.time.Clock;

/**
 * How a {@link ChronicleJournal} lays out its files.
 *
 * @param blockBytes by how much a file grows and is mapped at a time; a multiple of 64 KiB, at most 64 MiB
 * @param rollBytes from what size on a file takes no more entries, also within its hour; at least 256 KiB
 * @param clock decides into which hour's file an entry goes
 * @param forcedOnly whether readers see only what {@link Journal#force} has covered: an event that a power cut may take
 *     back must not have been sent, as its id would be given to another one
 */
public record ChronicleOptions(int blockBytes, long rollBytes, Clock clock, boolean forcedOnly) {
    /** The size at which files roll where nothing else is said: a sixteenth of the default quota. */
    public static final long DEFAULT_ROLL = 64L << 20;

    private static final int UNIT = 64 << 10;
    private static final long LEAST_ROLL = 256 << 10;
    private static final int MAX_BLOCK = 64 << 20;

    /** For readers, who do not know the writer's block and need only cover its longest entry. */
    static final int LARGEST_MAPPED = MAX_BLOCK + UNIT;

    /** The longest entry that any block takes. */
    static final int LONGEST_ENTRY = MAX_BLOCK / 4;

    /** 1 MiB blocks, the system's clock. */
    public static final ChronicleOptions DEFAULT = new ChronicleOptions(1 << 20, Clock.systemUTC());

    /** Files that roll at the default size; readers see everything. */
    public ChronicleOptions(int blockBytes, Clock clock) {
        this(blockBytes, DEFAULT_ROLL, clock);
    }

    /** Readers see everything. */
    public ChronicleOptions(int blockBytes, long rollBytes, Clock clock) {
        this(blockBytes, rollBytes, clock, false);
    }

    /** Refuses a block size that Chronicle cannot map, and files that would hold next to nothing. */
    public ChronicleOptions {
        if (blockBytes < UNIT || blockBytes > MAX_BLOCK || blockBytes % UNIT != 0) {
            throw new IllegalArgumentException(
                    "blockBytes is " + blockBytes + ": choose a multiple of " + UNIT + ", at most " + MAX_BLOCK);
        }
        if (rollBytes < LEAST_ROLL) {
            throw new IllegalArgumentException("rollBytes is " + rollBytes + ": choose at least " + LEAST_ROLL);
        }
    }

    /** What Chronicle is told, so that a quarter of it holds the longest entry and its frame. */
    int mappedBytes() {
        return blockBytes + UNIT;
    }

    /** The longest entry in bytes: a quarter of the block, which is what Chronicle maps twice at a block's border. */
    public int maxEntryBytes() {
        return blockBytes / 4;
    }
}
