package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The counters of one epoch in a mapped file, so that they outlive the process.
 *
 * <pre>
 *   0     magic
 *   64·i + 64    slot of counter i:   count | accounted | pending count | pending sequence     int64 each
 * </pre>
 *
 * {@code accounted} is what loss records in the journal already say. It is moved in two steps around the append of such
 * a record ({@link #intend}, {@link #account}), so that recovery can tell whether the record made it
 * ({@link #settle}): no loss is told twice or not at all.
 */
public final class Counters {
    /** {@code MWCOUNT1}. */
    private static final long MAGIC = 0x31544e554f43574dL;

    private static final int SIZE = 4096;
    private static final int SLOT = 64;
    private static final int ACCOUNTED = 8;
    private static final int PENDING = 16;
    private static final int PENDING_SEQUENCE = 24;

    private final MappedByteBuffer map;

    private Counters(MappedByteBuffer map) {
        this.map = map;
    }

    /**
     * Makes or opens the file.
     *
     * @throws IOException where it cannot be made, or is no file of counters
     */
    public static Counters open(File file) throws IOException {
        PrivateFiles.create(file);
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            if (f.length() == 0) {
                f.write(new byte[SIZE]);
            }
            if (f.length() != SIZE) {
                throw new IOException(file + " is no file of counters: " + f.length() + " bytes");
            }
            MappedByteBuffer map = f.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
            map.order(ByteOrder.LITTLE_ENDIAN);
            if (map.getLong(0) != MAGIC && map.getLong(0) != 0) {
                throw new IOException(file + " is no file of counters of this version");
            }
            map.putLong(0, MAGIC);
            return new Counters(map);
        }
    }

    private static int slot(Counter counter) {
        return SLOT + SLOT * counter.ordinal();
    }

    /** Counts; from any thread, without a lock. */
    public void add(Counter counter, long delta) {
        long unused = (long) RingLayout.LONG.getAndAdd(map, slot(counter), delta);
    }

    /** The count so far. */
    public long get(Counter counter) {
        return (long) RingLayout.LONG.getAcquire(map, slot(counter));
    }

    /** How much of the count no loss record tells yet. */
    public long unaccounted(Counter counter) {
        return get(counter) - map.getLong(slot(counter) + ACCOUNTED);
    }

    /** Says that a loss record of {@link #unaccounted} is about to be journaled; answers what it has to tell. */
    public long intend(Counter counter, long sequence) {
        int slot = slot(counter);
        long count = get(counter);
        map.putLong(slot + PENDING, count);
        RingLayout.LONG.setRelease(map, slot + PENDING_SEQUENCE, sequence);
        return count - map.getLong(slot + ACCOUNTED);
    }

    /** Says that the loss record has been journaled. */
    public void account(Counter counter) {
        int slot = slot(counter);
        map.putLong(slot + ACCOUNTED, map.getLong(slot + PENDING));
        RingLayout.LONG.setRelease(map, slot + PENDING_SEQUENCE, 0L);
    }

    /** Says that the loss record was not journaled; its sequence is going to be another entry's. */
    public void withdraw(Counter counter) {
        RingLayout.LONG.setRelease(map, slot(counter) + PENDING_SEQUENCE, 0L);
    }

    /** After a crash, before anything is journaled: takes over what the journal shows to have happened, no more. */
    public void settle(long lastSequence) {
        for (Counter counter : Counter.ALL) {
            long pending = map.getLong(slot(counter) + PENDING_SEQUENCE);
            if (pending != 0 && pending <= lastSequence) {
                account(counter);
            } else {
                withdraw(counter);
            }
        }
    }
}
