package io.meterweave.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What a cycle file's first bytes say, read without mapping it: a mapping of a file that was cut faults, and Chronicle
 * waits for, or renames, a file whose header it does not like.
 *
 * <pre>
 *   0x00 int32 length and state of the header document: 0 none, bit 31 unfinished
 *   0x06 "header"   0x0e "SCQStore"   0x1c "writePosition"
 *   0x40 int64 where the last entry's document begins; 0 before the first
 *   0x48 int64 that position's low 32 bits, and the last entry's sequence in 32; 0 before the first
 *   0x38, 0xb0, 0xe8 int64 each: what else changes up to the first index block's values
 * </pre>
 *
 * @param finished whether the writer came to the end of creating the file
 * @param size the file's bytes
 * @param writePosition where the last entry begins, or 0
 * @param lastSequence the last entry's, or one below where its writer died between the two fields; -1 for none
 */
record ChronicleHeader(boolean finished, long size, long writePosition, long lastSequence) {
    private static final int LENGTH = 0x50;
    private static final int WRITE_POSITION = 0x40;
    private static final int USED = 0x38;
    private static final int LAST_INDEX = 0xb0;
    private static final int ROOT_USED = 0xe8;
    /** Checksums of the bytes in between, as this version of Chronicle writes them. */
    private static final int UP_TO_USED = 0x7bb2_417c;

    private static final int UP_TO_LAST_INDEX = 0xb5f9_f9f0;
    private static final int UP_TO_ROOT_USED = 0x2b36_d36f;
    private static final int UNFINISHED = 0x8000_0000;
    private static final int ENDED = 0xC000_0000;
    private static final int KIND = 0xC000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    /** Two index blocks need more than one 128 KiB block; 64 KiB of the next one are always added. */
    private static final long SMALLEST = 192 << 10;

    /** Reads a file's header, and checks that the file reaches to the end of its last entry. */
    static ChronicleHeader check(Path file) {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            ByteBuffer head = read(bytes, 0, LENGTH);
            int state = head.limit() < Integer.BYTES ? 0 : head.getInt(0);
            if (state == 0 || (state & UNFINISHED) != 0) {
                return new ChronicleHeader(false, bytes.length(), 0, -1);
            }
            if (head.limit() >= 0x0c && !isText(head, 0x06, "header")) {
                throw new JournalException(file + " is not a file of the journal: move it out of the directory");
            }
            if (bytes.length() < SMALLEST) {
                throw cut(file, bytes.length());
            }
            if (!isText(head, 0x0e, "SCQStore") || !isText(head, 0x1c, "writePosition")) {
                throw new ForeignVersionException(file + " was written by another version: use that one to read it");
            }
            ChronicleHeader header = of(head, 0, bytes.length());
            checkLast(file, bytes, header);
            return header;
        } catch (IOException e) {
            throw new JournalException("Cannot read " + file + ": " + e + "; check its rights", e);
        }
    }

    /** The sequence of a file's last entry as its header knows it; -1 for none. */
    static long lastSequence(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            return fields(bytes).lastSequence;
        }
    }

    /** Reads only what changes. */
    private static ChronicleHeader fields(RandomAccessFile file) throws IOException {
        ByteBuffer fields = read(file, WRITE_POSITION, LENGTH - WRITE_POSITION);
        return fields.limit() < LENGTH - WRITE_POSITION
                ? new ChronicleHeader(false, file.length(), 0, -1)
                : of(fields, WRITE_POSITION, file.length());
    }

    private static ChronicleHeader of(ByteBuffer bytes, int base, long size) {
        long both = bytes.getLong(WRITE_POSITION + 8 - base);
        return new ChronicleHeader(
                true, size, bytes.getLong(WRITE_POSITION - base), both == 0 ? -1 : ChronicleCycle.sequenceOf(both));
    }

    private static void checkLast(Path file, RandomAccessFile bytes, ChronicleHeader header) throws IOException {
        long at = header.writePosition;
        if (at == 0) {
            return;
        }
        if (at < 0 || at + Integer.BYTES > header.size) {
            throw cut(file, header.size);
        }
        int document = read(bytes, at, Integer.BYTES).getInt(0);
        if (document == 0 || (document & KIND) != 0) {
            throw new JournalException(
                    file + " is damaged at byte " + at + ", where its last entry should be: restore it from a backup");
        }
        // The end, and the next document's word, at which a reader looks for more.
        if (at + Integer.BYTES + (document & LENGTH_MASK) + Integer.BYTES > header.size) {
            throw cut(file, header.size);
        }
    }

    /**
     * Whether all that is the same in every file's header is so. Chronicle takes whatever stands there: a changed bit is an
     * OutOfMemoryError, or has it read backward past entries and say nothing.
     */
    static boolean isSound(ChronicleRawFile file) throws IOException {
        return file.length() >= SMALLEST
                && file.checksum(0, USED) == UP_TO_USED
                && file.checksum(LENGTH, LAST_INDEX - LENGTH) == UP_TO_LAST_INDEX
                && file.checksum(LAST_INDEX + Long.BYTES, ROOT_USED - LAST_INDEX - Long.BYTES) == UP_TO_ROOT_USED;
    }

    /** Where the last entry ends, at least. */
    static long end(RandomAccessFile file) throws IOException {
        long at = fields(file).writePosition;
        return at == 0 ? 0 : at + Integer.BYTES + (read(file, at, Integer.BYTES).getInt(0) & LENGTH_MASK);
    }

    /** Whether the file was ended, as it is before the next hour's is made: it takes no more entries. */
    static boolean isEnded(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long at = fields(file).writePosition; // 0 is the header document's place, and as good to begin from.
            while (true) {
                ByteBuffer word = read(file, at, Integer.BYTES);
                int document = word.limit() < Integer.BYTES ? 0 : word.getInt(0);
                if (document == 0 || (document & UNFINISHED) != 0) {
                    return document == ENDED;
                }
                // Documents begin at multiples of four.
                at = (at + Integer.BYTES + (document & LENGTH_MASK) + 3) & ~3L;
            }
        }
    }

    private static JournalException cut(Path file, long size) {
        return new JournalException(
                file + " was cut to " + size + " bytes, before the end of its last entry: restore it from a backup");
    }

    /** Through a plain file: a channel closes under a thread that is interrupted. */
    private static ByteBuffer read(RandomAccessFile file, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = 0;
        file.seek(at);
        for (int more = 0; more >= 0 && count < length; more = file.read(bytes, count, length - count)) {
            count += more;
        }
        return ByteBuffer.wrap(bytes, 0, count).order(ByteOrder.nativeOrder());
    }

    static boolean isText(ByteBuffer bytes, int at, String text) {
        if (bytes.limit() < at + text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes.get(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
