package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What calls that have not ended used so far, in a mapped file beside the ring: {@code open.dat}. One thread writes it. To a
 * reader it is hostile until checked.
 *
 * <pre>
 *   0       MAGIC
 *   4096·i  slot i, from 1 to 1,023; a page of its own, so that a power cut sets back all of it or nothing:
 *
 *     0     head: 0 where the slot is free; otherwise length | half &lt;&lt; 31 | 1 &lt;&lt; 32
 *     8     how far the journal had got when the call was last found open: its last sequence, or an earlier one
 *     64    half 0 | 2080 half 1: written in turn, so that a kill in between leaves the older one
 *
 *   half: CRC32C over what follows, int32 | 0, int32 | start, nanoseconds since 1970 | record as in the ring
 * </pre>
 */
public final class Checkpoints {
    /** {@code MWOPEN01}. */
    private static final long MAGIC = 0x31304e45_504f574dL;

    private static final int SLOT = 4096;
    private static final int SLOTS = 1024;
    private static final int SEQUENCE = 8;
    private static final int HALF = 64;
    private static final int HALF_BYTES = 2016;
    private static final int START = 8;
    private static final int RECORD = 16;
    private static final long SECOND = 1L << 31;
    private static final long TAKEN = 1L << 32;

    /** The longest record in bytes that has room. */
    public static final int LONGEST = HALF_BYTES - RECORD;

    private final MappedByteBuffer map;
    private final BitSet taken = new BitSet();
    private final CRC32C crc = new CRC32C();

    /**
     * A checkpoint that a dead JVM left.
     *
     * @param record as it would have been in the ring, little-endian
     * @param startNanos when the call began, in nanoseconds since 1970
     * @param sequence what is journaled of the call stands behind it
     */
    public record Checkpoint(ByteBuffer record, long startNanos, long sequence) {}

    private Checkpoints(MappedByteBuffer map) {
        this.map = map;
        taken.set(0); // The file's head.
    }

    /**
     * Makes the file of an epoch, with every page really allocated: a hole on a full disk would be an InternalError later.
     *
     * @throws IOException where it cannot be made, or is there already
     */
    public static Checkpoints create(File file) throws IOException {
        PrivateFiles.create(file);
        try (RandomAccessFile f = new RandomAccessFile(file, "rw")) {
            byte[] zeros = new byte[16 * SLOT];
            for (int written = 0; written < SLOTS * SLOT; written += zeros.length) {
                f.write(zeros);
            }
            MappedByteBuffer map = f.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, SLOTS * SLOT);
            map.order(ByteOrder.LITTLE_ENDIAN);
            RingLayout.LONG.setRelease(map, 0, MAGIC);
            return new Checkpoints(map);
        } catch (IOException e) {
            // The journal may need what is left of a full disk.
            Files.deleteIfExists(file.toPath());
            throw e;
        }
    }

    /** A slot that is free, which it is no more; -1 where there is none. */
    public int take() {
        int slot = taken.nextClearBit(1);
        if (slot >= SLOTS) {
            return -1;
        }
        taken.set(slot);
        return slot;
    }

    /**
     * Replaces what a slot says.
     *
     * @param record a usage record from offset 0, {@link #LONGEST} bytes at the most
     * @param startNanoTime when the call began, in {@link System#nanoTime}
     * @param sequence how far the journal had got before the call was last found open, at least
     */
    public void write(int slot, byte[] record, int length, long startNanoTime, long sequence) {
        int at = slot * SLOT;
        boolean second = (map.getLong(at) & (TAKEN | SECOND)) == TAKEN;
        int half = at + HALF + (second ? HALF_BYTES : 0);
        Instant now = Instant.now();
        long wall = now.getEpochSecond() * 1_000_000_000L + now.getNano() - (System.nanoTime() - startNanoTime);
        map.putLong(half + START, wall);
        map.put(half + RECORD, record, 0, length);
        crc.reset();
        crc.update(map.slice(half + START, RECORD - START + length));
        map.putInt(half, (int) crc.getValue());
        // In this order: an old number with a new record makes a reader look back too far, and no more than that.
        RingLayout.LONG.setRelease(map, at, length | (second ? SECOND : 0) | TAKEN);
        RingLayout.LONG.setRelease(map, at + SEQUENCE, sequence);
    }

    /** Gives a slot back: its call has a record. */
    public void free(int slot) {
        RingLayout.LONG.setRelease(map, slot * SLOT, 0L);
        taken.clear(slot);
    }

    /** What a dead JVM's file says. */
    public static final class Left {
        private final List<Checkpoint> checkpoints = new ArrayList<>();
        private int damaged;

        /** The checkpoints that are whole. */
        public List<Checkpoint> checkpoints() {
            return checkpoints;
        }

        /** How many are not. */
        public int damaged() {
            return damaged;
        }

        private void look(ByteBuffer file) {
            if (file.getLong(0) != MAGIC) {
                damaged += file.getLong(0) == 0 ? 0 : 1;
                return;
            }
            for (int at = SLOT; at < SLOTS * SLOT; at += SLOT) {
                if (file.getLong(at) != 0) {
                    Checkpoint checkpoint = at(file, at);
                    if (checkpoint == null) {
                        damaged++;
                    } else {
                        checkpoints.add(checkpoint);
                    }
                }
            }
        }

        private static @Nullable Checkpoint at(ByteBuffer file, int slot) {
            long head = file.getLong(slot);
            int length = (int) (head & (SECOND - 1));
            if ((head & ~(SECOND - 1) & ~SECOND) != TAKEN || length > LONGEST) {
                return null;
            }
            int half = slot + HALF + ((head & SECOND) == 0 ? 0 : HALF_BYTES);
            CRC32C crc = new CRC32C();
            crc.update(file.slice(half + START, RECORD - START + length));
            if ((int) crc.getValue() != file.getInt(half)) {
                return null;
            }
            return new Checkpoint(
                    file.slice(half + RECORD, length).order(ByteOrder.LITTLE_ENDIAN),
                    file.getLong(half + START),
                    Math.max(0, file.getLong(slot + SEQUENCE)));
        }
    }

    /**
     * Reads the file that a dead JVM left; nothing where there is none, or where its making was not finished.
     *
     * @throws IOException where it cannot be read
     */
    public static Left read(File file) throws IOException {
        Left left = new Left();
        if (!file.exists()) {
            return left;
        }
        try (RandomAccessFile f = new RandomAccessFile(file, "r")) {
            if (f.length() != SLOTS * SLOT) {
                left.damaged += f.length() > SLOTS * SLOT ? 1 : 0;
                return left;
            }
            byte[] bytes = new byte[SLOTS * SLOT];
            f.readFully(bytes);
            left.look(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        }
        return left;
    }
}
