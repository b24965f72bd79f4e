package io.meterweave.journal;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks one cycle file's entries by plain reads: no queue is opened for a file that is about to go, and nothing of it is
 * mapped. It ends at the first thing that is no entry, be that the end or a damage.
 */
final class CycleScan {
    private static final int NO_DATA = 0x4000_0000;
    private static final int UNFINISHED = 0x8000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int BUFFER = 256 << 10;
    private static final int LONGEST = ChronicleOptions.LARGEST_MAPPED / 4;

    private CycleScan() {}

    /** Looks at one entry. */
    interface Visitor {
        /**
         * Takes an entry.
         *
         * @param ordinal its number in the file, from 0
         * @param entry null where it is damaged
         * @return whether to go on
         */
        boolean visit(long ordinal, @Nullable JournalEntry entry);
    }

    static void visit(Path file, Visitor visitor) throws IOException {
        try (InputStream in = new BufferedInputStream(new FileInputStream(file.toFile()), BUFFER)) {
            long ordinal = 0;
            while (true) {
                byte[] word = in.readNBytes(Integer.BYTES);
                int document = word.length < Integer.BYTES
                        ? 0
                        : ByteBuffer.wrap(word).order(ByteOrder.nativeOrder()).getInt();
                if (document == 0 || (document & UNFINISHED) != 0) {
                    return;
                }
                int length = document & LENGTH_MASK;
                int padding = -length & 3;
                if ((document & NO_DATA) != 0) {
                    in.skipNBytes(length + padding);
                    continue;
                }
                if (length > LONGEST) {
                    return;
                }
                byte[] bytes = in.readNBytes(length + padding);
                if (bytes.length < length || !visitor.visit(ordinal++, decode(bytes, length))) {
                    return;
                }
            }
        }
    }

    private static @Nullable JournalEntry decode(byte[] bytes, int length) {
        int payload = length - ChronicleFrame.OVERHEAD;
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        if (payload < 0 || frame.getInt() != payload) {
            return null;
        }
        int expected = frame.getInt();
        CRC32C crc = new CRC32C();
        crc.update(bytes, ChronicleFrame.OVERHEAD, payload);
        try {
            return (int) crc.getValue() == expected
                    ? JournalEntry.decode(frame.slice(ChronicleFrame.OVERHEAD, payload))
                    : null;
        } catch (MalformedRecordException e) {
            return null;
        }
    }

    /** The sequence of a file's first entry, as any readable one tells it; 0 where none is. */
    static long firstSequence(Path file) throws IOException {
        long[] first = {0};
        visit(file, (ordinal, entry) -> {
            if (entry != null) {
                first[0] = entry.sequence() - ordinal;
            }
            return entry == null;
        });
        return first[0];
    }
}
