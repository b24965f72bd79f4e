package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The counters of one epoch in a mapped file, so that they outlive the process; or in memory, where there is no disk.
 *
 * <pre>
 *   0     magic
 *   64·i + 64    count of the counter whose slot is i, int64
 * </pre>
 *
 * What loss events have told of them is not here, but in the journal itself: no crash can part the two.
 */
public final class Counters {
    /** {@code MWCOUNT1}. */
    private static final long MAGIC = 0x31544e554f43574dL;

    private static final int SIZE = 4096;
    private static final int SLOT = 64;

    private final ByteBuffer map;

    private Counters(ByteBuffer map) {
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

    /**
     * Reads what a file says now; nothing is counted into it.
     *
     * @throws IOException where there is none, or it is no file of counters
     */
    public static Counters read(File file) throws IOException {
        ByteBuffer copy = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        try (RandomAccessFile f = new RandomAccessFile(file, "r")) {
            while (copy.hasRemaining() && f.getChannel().read(copy) >= 0) {
                // Until all of it is here.
            }
        }
        if (copy.hasRemaining() || copy.getLong(0) != MAGIC) {
            throw new IOException(file + " is no file of counters of this version");
        }
        return new Counters(copy);
    }

    /** Counters that die with the process. Not on the heap, where the JDK, from 23 on, refuses atomic access to a buffer. */
    public static Counters inMemory() {
        return new Counters(ByteBuffer.allocateDirect(SIZE).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static int slot(Counter counter) {
        return SLOT + SLOT * counter.slot();
    }

    /** Counts; from any thread, without a lock. */
    public void add(Counter counter, long delta) {
        long unused = (long) RingLayout.LONG.getAndAdd(map, slot(counter), delta);
    }

    /** The count so far. */
    public long get(Counter counter) {
        return (long) RingLayout.LONG.getAcquire(map, slot(counter));
    }
}
