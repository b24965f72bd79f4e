package io.meterweave.journal;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Finds the whole entries of a cycle file, whatever stands between them.
 *
 * <p>What Chronicle itself wrote is not trusted to say how long it is: a changed word would lead over whole entries. So
 * only an entry is stepped over at once; in everything else (headers, index blocks, zeros, damage) each multiple of 4 is
 * tried. Its length stands there twice and its checksum behind, so nothing else is taken for one. Where the two lengths
 * agree and the checksum does not, the payload is damaged and not looked into: text in it could look like an entry.
 */
final class ChronicleScan implements Closeable {
    private final Path path;
    private final ChronicleRawFile file;
    private long next;
    private long at;
    private int payload;
    private long sequence;

    ChronicleScan(Path path) throws IOException {
        this.path = path;
        file = new ChronicleRawFile(path);
    }

    /** Goes on at a place that {@link #at} gave, or 0. */
    void moveTo(long place) {
        next = place;
    }

    /**
     * Goes to the next whole entry.
     *
     * @return whether there is one
     * @throws JournalException where an entry is whole, and of a format that this version does not read
     */
    boolean next() throws IOException {
        for (long place = next; place < file.length(); ) {
            int length = file.payload(place);
            if (length == 0) {
                place += Integer.BYTES;
                continue;
            }
            next = ChronicleRawFile.behind(place, length + ChronicleFrame.OVERHEAD);
            if (file.isWhole(place, length)) {
                at = place;
                payload = length;
                sequence = decode();
                return true;
            }
            place = next;
        }
        next = file.length();
        return false;
    }

    private long decode() throws IOException {
        try {
            return JournalEntry.decode(entry()).sequence();
        } catch (MalformedRecordException e) {
            throw new JournalException(path + " cannot be read at byte " + at + ": " + e.getMessage(), e);
        }
    }

    /** Where the entry's document begins. */
    long at() {
        return at;
    }

    /** The entry's number. */
    long sequence() {
        return sequence;
    }

    /** The entry, valid until the next call. */
    ByteBuffer entry() throws IOException {
        return file.entry(at, payload);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
