package io.meterweave.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a journal's directory before Chronicle maps it. Chronicle would wait seconds for a damaged file, rename it, or
 * read what is left as if that were all; a mapping of a file that was cut faults.
 *
 * <p>The one sound file without a header is the newest, where its writer was killed while making it, or is making it
 * now. It appeared under its name with its first {@link #SMALLEST} bytes, and has nothing where entries would be.
 *
 * @param cycles the files that may hold entries, oldest first
 * @param unfinished files whose making was not finished; they hold nothing
 */
record ChronicleFiles(List<ChronicleCycle> cycles, List<Path> unfinished) {
    static final String TABLE = "metadata.cq4t";
    /** Chronicle maps the table twice 64 KiB long, and never grows it. */
    static final int TABLE_BYTES = 128 << 10;
    /** With how many bytes a cycle's file appears. */
    static final int SMALLEST = 128 << 10;

    /** Below are the header and the first index blocks. */
    private static final int FIRST_ENTRY = 64 << 10;

    private static final String STORE = "STStore";
    private static final int STORE_AT = 0x0e;

    /** Looks at every file's header. */
    static ChronicleFiles check(Path dir) {
        List<ChronicleCycle> all = ChronicleCycle.list(dir);
        List<Path> unfinished = new ArrayList<>();
        checkTable(dir.resolve(TABLE), !all.isEmpty(), unfinished);
        List<ChronicleCycle> cycles = new ArrayList<>();
        for (ChronicleCycle cycle : all) {
            ChronicleHeader header = header(cycle.path());
            if (header == null) {
                continue;
            }
            if (header.finished()) {
                cycles.add(cycle);
            } else if (cycle.equals(all.get(all.size() - 1)) && isBlank(cycle.path())) {
                unfinished.add(cycle.path());
            } else if (ChronicleHeader.check(cycle.path()).finished()) {
                cycles.add(cycle); // Its writer finished it between the looks.
            } else {
                throw new JournalException(
                        cycle.path() + " has lost its header, and with it its entries: restore it from a backup");
            }
        }
        return new ChronicleFiles(cycles, unfinished);
    }

    /** A file's header; null where it was delivered and deleted since it was listed. */
    private static @Nullable ChronicleHeader header(Path file) {
        try {
            return ChronicleHeader.check(file);
        } catch (JournalException e) {
            if (Files.notExists(file)) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isBlank(Path file) {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            if (bytes.length() < SMALLEST) {
                return false;
            }
            byte[] part = new byte[FIRST_ENTRY];
            bytes.seek(FIRST_ENTRY);
            for (int count = bytes.read(part); count > 0; count = bytes.read(part)) {
                for (int i = 0; i < count; i++) {
                    if (part[i] != 0) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void checkTable(Path table, boolean used, List<Path> unfinished) {
        if (!Files.exists(table)) {
            return;
        }
        byte[] head = new byte[STORE_AT + STORE.length()];
        long size;
        try (RandomAccessFile bytes = new RandomAccessFile(table.toFile(), "r")) {
            size = bytes.length();
            if (size >= head.length) {
                bytes.readFully(head);
            }
        } catch (IOException e) {
            throw unreadable(table, e);
        }
        int state = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder()).getInt(0);
        if (state <= 0 && !used) {
            unfinished.add(table);
        } else if (size != TABLE_BYTES
                || state <= 0
                || !ChronicleHeader.isText(ByteBuffer.wrap(head), STORE_AT, STORE)) {
            throw new JournalException(table + " is damaged or not the journal's: restore it from a backup,"
                    + " or move it away to have it made anew from the other files");
        }
    }

    private static JournalException unreadable(Path file, IOException e) {
        return new JournalException("Cannot read " + file + ": " + e + "; check its rights", e);
    }
}
