package io.meterweave.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of a ring file. Little-endian.
 *
 * <pre>
 *        0          8         12         16           24
 *   0   +----------+---------+----------+------------+--------------------------------------+
 *       |  MAGIC   | stripes | bytes of | which of   | two anchors at 64 and 96:            |
 *       |  int64   |  int32  | a stripe | the two    | nanoTime int64, wall clock ns int64  |
 *       +----------+---------+----------+------------+--------------------------------------+
 *   4K  | READ of stripe s, int64, at 4096 + 64·s: a cache line each                        |
 *       +-----------------------------------------------------------------------------------+
 *       | data of stripe 0 | data of stripe 1 | …                                           |
 *       +-----------------------------------------------------------------------------------+
 *
 *   Record in a stripe, 8-byte aligned:   header int64 | body | padding to 8
 *   header:   bits 0–12 length of the body · 13–30 ordinal · bit 31 zero · 32–63 position / 8
 *   filler:   bits 0–30 length up to the stripe's end · bit 31 one · 32–63 position / 8
 *
 *   READ line:   position int64 | ordinal of the next record int64
 * </pre>
 *
 * A position counts a stripe's bytes since the beginning and never wraps; its place in the data is position modulo the
 * stripe's size. The header carries the position so that bytes of an earlier lap, which a crashed machine may bring
 * back, are not taken for a record. The ordinal numbers a stripe's records, modulo 2^18, more than a stripe holds: behind
 * a hole that a damaged page has torn, it tells how many are missing.
 */
final class RingLayout {
    /** {@code MWRNIG03}: misspelt since format 2, and kept, so that what is older is known for what it is. */
    static final long MAGIC = 0x33304749_4e52574dL;

    /** The magic without its last two bytes, which are the format's number in digits. */
    private static final long ANY_FORMAT = 0x0000ffff_ffffffffL;

    static final int STRIPES = 8;
    static final int STRIPE_BYTES = 12;
    static final int ANCHOR_INDEX = 16;
    static final int ANCHORS = 64;
    static final int ANCHOR_BYTES = 32;
    static final int READS = 4096;
    static final int READ_STRIDE = 64;

    static final int HEADER_BYTES = 8;
    private static final long FILLER = 1L << 31;
    private static final int ORDINAL_SHIFT = 13;
    private static final long LENGTH_BITS = (1L << ORDINAL_SHIFT) - 1;

    /** Ordinals are counted modulo this. */
    static final int ORDINALS = 1 << 18;

    static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private RingLayout() {}

    /** Whether it is the magic of a ring file of another format than this. */
    static boolean isOtherFormat(long magic) {
        int tens = (int) (magic >>> 48) & 0xff;
        int ones = (int) (magic >>> 56) & 0xff;
        return magic != MAGIC
                && (magic & ANY_FORMAT) == (MAGIC & ANY_FORMAT)
                && Character.isDigit(tens)
                && Character.isDigit(ones);
    }

    static int dataOffset(int stripes) {
        return (READS + stripes * READ_STRIDE + 4095) & ~4095;
    }

    static long header(long position, long ordinal, int length) {
        return position >>> 3 << 32 | (ordinal & (ORDINALS - 1)) << ORDINAL_SHIFT | length;
    }

    static long filler(long position, int length) {
        return position >>> 3 << 32 | FILLER | length;
    }

    static boolean isFiller(long header) {
        return (header & FILLER) != 0;
    }

    static int length(long header) {
        return (int) (header & (isFiller(header) ? FILLER - 1 : LENGTH_BITS));
    }

    static long ordinal(long header) {
        return header >>> ORDINAL_SHIFT & (ORDINALS - 1);
    }

    /** Whether the header was written for this position, and not a lap ago. */
    static boolean belongsTo(long header, long position) {
        return header >>> 32 == (position >>> 3 & 0xffff_ffffL);
    }

    /** What a record takes in its stripe. */
    static int footprint(int length) {
        return (HEADER_BYTES + length + 7) & ~7;
    }
}
