package io.meterweave.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;

/**
 * An entry as it lies in a Chronicle document. Chronicle itself has no checksum.
 *
 * <pre>
 *   0        4        8              8+n
 *   +--------+--------+---------------+
 *   | n      | CRC32C | payload       |   int32 in native order
 *   +--------+--------+---------------+
 * </pre>
 *
 * <p>One instance serves one thread.
 */
final class ChronicleFrame {
    static final int OVERHEAD = 8;

    private final CRC32C crc = new CRC32C();
    private byte[] heap = new byte[1024];
    private ByteBuffer given = ByteBuffer.wrap(heap);

    /** Writes an entry; leaves its position as it was. */
    void write(Bytes<?> to, ByteBuffer entry) {
        int start = entry.position();
        int length = entry.remaining();
        to.writeInt(length);
        try {
            to.writeInt(checksum(entry));
            entry.position(start);
            ByteBuffer from = unsliced(entry);
            to.writeSome(from);
            if (from.hasRemaining()) { // At the end of the mapping it writes what fits, and says nothing.
                throw new IllegalStateException("the mapping ended " + from.remaining() + " bytes too early");
            }
        } finally {
            entry.position(start);
        }
    }

    /** Chronicle takes a slice's bytes from the beginning of its array. */
    private static ByteBuffer unsliced(ByteBuffer entry) {
        return entry.hasArray() && entry.arrayOffset() != 0
                ? ByteBuffer.wrap(entry.array(), entry.arrayOffset() + entry.position(), entry.remaining())
                : entry;
    }

    /** Reads an entry into a buffer that the next call reuses. */
    ByteBuffer read(Bytes<?> from, long index) {
        long stored = from.readRemaining();
        int length = stored < OVERHEAD ? -1 : from.readInt();
        if (length != stored - OVERHEAD) {
            throw corrupt(index, "has a wrong length (" + length + " in a document of " + stored + " bytes)");
        }
        int expected = from.readInt();
        if (heap.length < length) {
            heap = new byte[Integer.highestOneBit(length) * 2];
            given = ByteBuffer.wrap(heap);
        }
        // Copied first: where the file was cut behind us, a fault in a copy is an error, in the CRC's stub a crash.
        from.read(heap, 0, length);
        given.clear().limit(length);
        int actual = checksum(given);
        given.rewind();
        if (actual != expected) {
            throw corrupt(index, "has a wrong CRC32C");
        }
        return given;
    }

    private int checksum(ByteBuffer bytes) {
        crc.reset();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static CorruptEntryException corrupt(long index, String what) {
        return new CorruptEntryException("Journal entry 0x" + Long.toHexString(index) + " " + what
                + ": its bytes were changed after they were written");
    }
}
