package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * How full a ring is. Read from its files without mapping or touching them, also while they are written: then of each
 * stripe at a moment of its own.
 *
 * @param records how many records wait for the journal
 * @param usedBytes what they take, in bytes
 * @param totalBytes what there is, spare segments included
 */
public record RingFill(long records, long usedBytes, long totalBytes) {
    /** That of an epoch without a ring: all of it is in the journal. */
    public static final RingFill NONE = new RingFill(0, 0, 0);

    /**
     * Looks at the files in a directory. One that is no ring file, or no whole one, counts as nothing.
     *
     * @throws IOException where they cannot be read
     */
    public static RingFill read(File dir) throws IOException {
        RingFill all = NONE;
        for (int i = 0; i < MappedRing.MOST_SEGMENTS; i++) {
            File file = MappedRing.file(dir, i);
            if (file.exists()) {
                try (RandomAccessFile f = new RandomAccessFile(file, "r")) {
                    all = all.plus(read(f.getChannel()));
                }
            }
        }
        return all;
    }

    /** Both together. */
    public RingFill plus(RingFill other) {
        return new RingFill(records + other.records, usedBytes + other.usedBytes, totalBytes + other.totalBytes);
    }

    private static RingFill read(FileChannel file) throws IOException {
        ByteBuffer head = bytes(file, 0, RingLayout.READS);
        int stripes = head.getInt(RingLayout.STRIPES);
        int capacity = head.getInt(RingLayout.STRIPE_BYTES);
        if (head.getLong(0) != RingLayout.MAGIC
                || !RingOptions.isStripes(stripes)
                || !RingOptions.isStripeBytes(capacity)) {
            return NONE;
        }
        ByteBuffer reads = bytes(file, RingLayout.READS, stripes * RingLayout.READ_STRIDE);
        RingFill all = new RingFill(0, 0, (long) stripes * capacity);
        for (int stripe = 0; stripe < stripes; stripe++) {
            long position = reads.getLong(stripe * RingLayout.READ_STRIDE);
            long data = RingLayout.dataOffset(stripes) + (long) stripe * capacity;
            int place = (int) position & (capacity - 1) & -8;
            if (position >= 0 && bytes(file, data + place, Long.BYTES).getLong(0) != 0) {
                all = all.plus(walk(bytes(file, data, capacity), position, capacity));
            }
        }
        return all;
    }

    /** From READ to the zero header, as recovery would; and no further than a lap. */
    private static RingFill walk(ByteBuffer data, long from, int capacity) {
        long records = 0;
        long position = from;
        while (position - from < capacity) {
            long header = data.getLong((int) position & (capacity - 1) & -8);
            if (header == 0 || !RingLayout.belongsTo(header, position)) {
                break;
            }
            records += RingLayout.isFiller(header) ? 0 : 1;
            position += RingLayout.footprint(RingLayout.length(header));
        }
        return new RingFill(records, Math.min(position - from, capacity), 0);
    }

    /** What is beyond the file's end reads as zeros. */
    private static ByteBuffer bytes(FileChannel file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {
            // Until all of it is here.
        }
        return bytes;
    }
}
