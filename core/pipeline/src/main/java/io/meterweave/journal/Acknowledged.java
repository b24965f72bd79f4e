package io.meterweave.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.zip.CRC32C;

/**
 * How far exporters have acknowledged an epoch, as their cursors' files say it; {@code io.meterweave.ship.Cursor} writes
 * them, and draws their bytes. A cursor that is missing, blank or damaged has acknowledged nothing.
 *
 * @param position behind the last acknowledged entry, in the journal
 * @param sequence the last acknowledged entry's
 */
record Acknowledged(long position, long sequence) {
    private static final Acknowledged NOTHING = new Acknowledged(JournalReader.START, 0);
    private static final Acknowledged ALL = new Acknowledged(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final int SLOT = 32;
    private static final int SLOTS = 2;

    /** What all of them have acknowledged; nothing where there are none. */
    static Acknowledged byAll(Epoch epoch, Collection<String> exporters) throws IOException {
        Acknowledged lowest = exporters.isEmpty() ? NOTHING : ALL;
        for (String exporter : exporters) {
            Acknowledged each = epoch.isComplete(exporter) ? ALL : read(epoch.cursor(exporter));
            lowest = each.sequence < lowest.sequence ? each : lowest;
        }
        return lowest;
    }

    /** The highest sequence that any exporter has acknowledged: up to it, no number may be given again. */
    static long highest(Epoch epoch) throws IOException {
        long highest = 0;
        try (DirectoryStream<Path> cursors =
                Files.newDirectoryStream(epoch.dir().resolve("cursors"))) {
            for (Path cursor : cursors) {
                highest = Math.max(highest, read(cursor).sequence);
            }
        }
        return highest;
    }

    /** Puts the cursors on the device: an older one that came back would point into a file that has gone. */
    static void force(Epoch epoch, Collection<String> exporters) throws IOException {
        for (String exporter : exporters) {
            if (!epoch.isComplete(exporter)) {
                force(epoch.cursor(exporter));
            }
        }
    }

    static void force(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    static Acknowledged read(Path cursor) throws IOException {
        byte[] bytes = new byte[SLOTS * SLOT];
        try (RandomAccessFile file = new RandomAccessFile(cursor.toFile(), "r")) {
            if (file.length() < bytes.length) {
                return NOTHING;
            }
            file.readFully(bytes);
        } catch (FileNotFoundException e) {
            return NOTHING;
        }
        Acknowledged newest = NOTHING;
        for (int slot = 0; slot < SLOTS; slot++) {
            ByteBuffer in = ByteBuffer.wrap(bytes, slot * SLOT, SLOT).slice().order(ByteOrder.LITTLE_ENDIAN);
            CRC32C crc = new CRC32C();
            crc.update(in.slice(0, 2 * Long.BYTES));
            if ((int) ~crc.getValue() == in.getInt(2 * Long.BYTES) && in.getLong(Long.BYTES) >= newest.sequence) {
                newest = new Acknowledged(in.getLong(0), in.getLong(Long.BYTES));
            }
        }
        return newest;
    }
}
