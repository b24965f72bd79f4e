package io.meterweave.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A cycle file's bytes as they are, read through a window: without a mapping, which faults where a file was cut, and
 * without Chronicle, which believes what it reads.
 *
 * <pre>
 *   a document, at a multiple of 4:   word | n | CRC32C | payload     word = n + 8: an entry, see ChronicleFrame
 *                                     word | ...                      bit 30: Chronicle's own (header, index block)
 *                                                                     bit 31: not finished; both: the file was ended
 *                                                                     0: nothing was written from here on
 * </pre>
 */
final class ChronicleRawFile implements Closeable {
    static final int META = 0x4000_0000;
    static final int UNFINISHED = 0x8000_0000;
    static final int ENDED = META | UNFINISHED;

    private static final int LENGTH = 0x3FFF_FFFF;
    private static final int WINDOW = 256 << 10;
    private static final int PAGE = 4096;
    private static final int WORD = Integer.BYTES;
    /** The head of an entry. */
    private static final int SHORTEST = 32;

    private final RandomAccessFile file;
    private final long length;
    private final CRC32C crc = new CRC32C();
    private byte[] window = new byte[WINDOW];
    private ByteBuffer bytes = wrap(window);
    private long base;
    private int count;

    ChronicleRawFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        length = file.length();
    }

    private static ByteBuffer wrap(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.nativeOrder());
    }

    long length() {
        return length;
    }

    /** The word at a multiple of 4; 0 behind the end. */
    int word(long at) throws IOException {
        if (at < base || at + WORD > base + count) {
            if (at + WORD > length) {
                return 0;
            }
            load(at, WORD);
        }
        return bytes.getInt((int) (at - base));
    }

    /** The two words at a multiple of 4. */
    long longAt(long at) throws IOException {
        long first = word(at);
        long second = word(at + WORD);
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? (second << 32) | (first & 0xFFFF_FFFFL)
                : (first << 32) | (second & 0xFFFF_FFFFL);
    }

    /** How many bytes of payload a document says, twice, that it has; 0 where it is no entry's. */
    int payload(long at) throws IOException {
        int stored = word(at);
        int payload = stored - ChronicleFrame.OVERHEAD;
        boolean fits = payload >= SHORTEST && payload <= ChronicleOptions.LONGEST_ENTRY && at + WORD + stored <= length;
        return fits && word(at + WORD) == payload ? payload : 0;
    }

    /** Whether that payload is as it was written. */
    boolean isWhole(long at, int payload) throws IOException {
        int expected = word(at + 2 * WORD);
        return expected == checksum(at + WORD + ChronicleFrame.OVERHEAD, payload);
    }

    /** The CRC32C of a part that is not behind the end. */
    int checksum(long from, int size) throws IOException {
        load(from, size);
        crc.reset();
        crc.update(window, (int) (from - base), size);
        return (int) crc.getValue();
    }

    /** That payload, valid until the next call. */
    ByteBuffer entry(long at, int payload) throws IOException {
        long from = at + WORD + ChronicleFrame.OVERHEAD;
        load(from, payload);
        return ByteBuffer.wrap(window, (int) (from - base), payload).slice();
    }

    /** Where a document with a word ends. */
    static long end(long at, int word) {
        return at + WORD + (word & LENGTH);
    }

    /** Where the one behind it begins. */
    static long behind(long at, int word) {
        return (end(at, word) + 3) & ~3L;
    }

    private void load(long at, int needed) throws IOException {
        if (at >= base && at + needed <= base + count) {
            return;
        }
        base = at & -PAGE;
        if (needed + PAGE > window.length) {
            window = new byte[needed + PAGE];
            bytes = wrap(window);
        }
        count = 0;
        file.seek(base);
        for (int more = 0; more >= 0 && count < window.length; more = file.read(window, count, window.length - count)) {
            count += more;
        }
        if (at + needed > base + count) {
            throw new IOException("the file became shorter while it was read");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
