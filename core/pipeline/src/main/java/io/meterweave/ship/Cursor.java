package io.meterweave.ship;

import io.meterweave.journal.JournalException;
import io.meterweave.journal.JournalReader;
import io.meterweave.ring.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far an exporter has acknowledged an epoch. Two slots of 32 bytes are written in turn, each with its CRC32C, so
 * that a crash in the middle of a write leaves the older one.
 *
 * <pre>   position int64 | sequence int64 | CRC32C of both int32 | padding   </pre>
 */
final class Cursor implements Closeable {
    private static final int SLOT = 32;

    private final @Nullable RandomAccessFile file;
    private long position = JournalReader.START;
    private long sequence;
    private int turn;

    private Cursor(@Nullable RandomAccessFile file) {
        this.file = file;
    }

    /** A cursor of an epoch that dies with the process. */
    static Cursor inMemory() {
        return new Cursor(null);
    }

    /**
     * Opens or makes a cursor.
     *
     * @throws IOException where its file cannot be made or read
     * @throws JournalException where the file is damaged: going on would send everything again or skip something
     */
    static Cursor open(Path path) throws IOException {
        PrivateFiles.create(path.toFile());
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        Cursor cursor = new Cursor(file);
        byte[] bytes = new byte[(int) Math.min(file.length(), 2 * SLOT)];
        file.readFully(bytes);
        boolean any = false;
        boolean blank = true; // As a power cut leaves a file whose first write it has forgotten.
        for (byte each : bytes) {
            blank &= each == 0;
        }
        for (int slot = 0; (slot + 1) * SLOT <= bytes.length; slot++) {
            ByteBuffer in = ByteBuffer.wrap(bytes, slot * SLOT, SLOT).slice().order(ByteOrder.LITTLE_ENDIAN);
            if (in.getInt(16) == crc(in) && in.getLong(8) >= cursor.sequence) {
                cursor.position = in.getLong(0);
                cursor.sequence = in.getLong(8);
                cursor.turn = slot;
                any = true;
            }
        }
        if (bytes.length >= SLOT && !any && !blank) {
            file.close();
            throw new JournalException(path + " is damaged: remove it to send that epoch again from its beginning "
                    + "(receivers drop repeated ids)");
        }
        if (!any && bytes.length < 2 * SLOT) {
            // Both slots take their place on the disk now: moving on must not fail later because it is full.
            file.setLength(0);
            file.write(new byte[2 * SLOT]);
        }
        return cursor;
    }

    private static int crc(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(0, 16));
        // Not the CRC of zeros: a slot that was never written is no slot.
        return (int) ~crc.getValue();
    }

    /** The acknowledged position in the journal. */
    long position() {
        return position;
    }

    /** The sequence of the last acknowledged event, 0 before the first. */
    long sequence() {
        return sequence;
    }

    /** Moves on. Survives a {@code kill -9}; after a power cut an older value may be back, and events are sent again. */
    void move(long newPosition, long newSequence) throws IOException {
        if (file != null) {
            write(file, newPosition, newSequence);
        }
        position = newPosition;
        sequence = newSequence;
    }

    private void write(RandomAccessFile to, long newPosition, long newSequence) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(SLOT).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(0, newPosition).putLong(8, newSequence);
        out.putInt(16, crc(out));
        to.seek((turn ^ 1L) * SLOT);
        to.write(out.array());
        turn ^= 1;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
