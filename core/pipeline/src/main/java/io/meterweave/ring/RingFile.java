package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;

/** Makes and opens the files of {@link RingLayout}. */
final class RingFile {
    private static final int PAGE = 4096;

    private RingFile() {}

    /**
     * Makes a new file, with every page really allocated (a hole on a full disk would be an InternalError later) and
     * touched (the first record should not pay for page faults).
     */
    static MappedByteBuffer create(File file, int stripes, int capacity) throws IOException {
        int size = RingLayout.dataOffset(stripes) + stripes * capacity;
        PrivateFiles.create(file);
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            byte[] zeros = new byte[64 * 1024];
            for (int written = 0; written < size; written += zeros.length) {
                f.write(zeros, 0, Math.min(zeros.length, size - written));
            }
            MappedByteBuffer map = map(f, size);
            for (int at = 0; at < size; at += PAGE) {
                map.put(at, (byte) 0);
            }
            map.putInt(RingLayout.STRIPES, stripes);
            map.putInt(RingLayout.STRIPE_BYTES, capacity);
            RingLayout.LONG.setRelease(map, 0, RingLayout.MAGIC);
            return map;
        } catch (IOException e) {
            // The journal may need what is left of a full disk.
            Files.deleteIfExists(file.toPath());
            throw e;
        }
    }

    /**
     * Opens a file that is there.
     *
     * @throws RingDamagedException where it is no whole ring file
     * @throws RingFormatException where it is one of another format
     * @throws IOException where it cannot be read
     */
    static MappedByteBuffer open(File file) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            if (f.length() < RingLayout.READS || f.length() > Integer.MAX_VALUE) {
                throw new RingDamagedException(file + " is no ring file: " + f.length() + " bytes");
            }
            MappedByteBuffer map = map(f, f.length());
            if (RingLayout.isOtherFormat(map.getLong(0))) {
                throw new RingFormatException(
                        file + " was written by another version of Meterweave: read it with the version that did");
            }
            int stripes = map.getInt(RingLayout.STRIPES);
            int capacity = map.getInt(RingLayout.STRIPE_BYTES);
            if (map.getLong(0) != RingLayout.MAGIC
                    || !RingOptions.isStripes(stripes)
                    || !RingOptions.isStripeBytes(capacity)
                    || f.length() != RingLayout.dataOffset(stripes) + (long) stripes * capacity) {
                throw new RingDamagedException(file + " is no whole ring file of this version");
            }
            return map;
        }
    }

    private static MappedByteBuffer map(RandomAccessFile file, long size) throws IOException {
        MappedByteBuffer map = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, size);
        map.order(ByteOrder.LITTLE_ENDIAN);
        return map;
    }
}
