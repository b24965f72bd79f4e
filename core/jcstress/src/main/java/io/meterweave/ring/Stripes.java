package io.meterweave.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Segments of one small stripe, many in one direct buffer, and records that show where they are torn. */
final class Stripes {
    /** A record's longs are all its number. */
    static final int LONGS = 4;

    static final int LENGTH = LONGS * Long.BYTES;
    static final int CAPACITY = 256;

    /** More than jcstress has states in use at a time. */
    private static final int SLICES = 1 << 15;

    private static final int SIZE = RingLayout.dataOffset(1) + CAPACITY;
    private static final ByteBuffer ALL = ByteBuffer.allocateDirect(SLICES * SIZE);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Stripes() {}

    /** An empty segment. */
    static RingSegment segment() {
        int slice = NEXT.getAndIncrement() & SLICES - 1;
        MappedByteBuffer map = (MappedByteBuffer) ALL.slice(slice * SIZE, SIZE);
        map.order(ByteOrder.LITTLE_ENDIAN);
        for (int at = RingLayout.READS; at < SIZE; at += Long.BYTES) {
            map.putLong(at, 0);
        }
        return new RingSegment(map, 1, CAPACITY);
    }

    static byte[] record(long number) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < LONGS; i++) {
            bytes.putLong(number);
        }
        return bytes.array();
    }

    /** A record's number; -1 where it is torn. */
    static long number(ByteBuffer record) {
        long number = record.remaining() == LENGTH ? record.getLong(0) : -1;
        for (int i = 1; i < LONGS && number != -1; i++) {
            number = record.getLong(i * Long.BYTES) == number ? number : -1;
        }
        return number;
    }
}
