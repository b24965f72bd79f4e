package io.meterweave.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gets disk space for the journal's files before they are written through a mapping, and forces them to the device.
 *
 * <p>Chronicle grows a file sparsely. Where the disk is full, the first touch of a page then is a fault: an
 * InternalError at best, the JVM's death where the touch is a compare-and-swap. So zeros are written ahead of the
 * appender through a plain file, where a full disk is an exception:
 *
 * <pre>
 *   0          last entry   end           end + SLACK            reserved
 *   +----------+------------+-------------+----------------------+----------
 *   | written  | appended   | index block | zeros we wrote       | a hole
 * </pre>
 *
 * An append writes its document at {@code end}, and at times an index block behind it; neither reaches
 * {@code end + length + SLACK}. Zeros go only behind {@code reserved}, where nothing was ever written.
 */
final class ChronicleSpace implements Closeable {
    /** Chronicle's header and first two index blocks, or an index block and a document's words, with room to spare. */
    private static final int SLACK = 128 << 10;

    private static final String MAKING = "making.tmp";

    private final Path dir;
    private final int maxEntry;
    private final byte[] zeros;
    private final Set<Path> unforced = new LinkedHashSet<>();
    private boolean created;
    private @Nullable RandomAccessFile file;
    private @Nullable Path current;
    private long reserved;

    ChronicleSpace(Path dir, ChronicleOptions options) {
        this.dir = dir;
        this.maxEntry = options.maxEntryBytes();
        zeros = new byte[Math.min(options.blockBytes() / 4, 256 << 10)];
    }

    /** Makes a file for its owner only, if there is none; it appears under its name with all its bytes. */
    void create(Path path, long bytes) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        FileAttribute<?>[] mine = isPosix(dir)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path making = dir.resolve(MAKING);
        Files.deleteIfExists(making);
        Files.createFile(making, mine);
        try (RandomAccessFile made = new RandomAccessFile(making.toFile(), "rw")) {
            fill(made, 0, bytes);
        } catch (IOException e) {
            Files.deleteIfExists(making);
            throw e;
        }
        Files.move(making, path, StandardCopyOption.ATOMIC_MOVE);
        created = true;
    }

    /** Goes over to the file of another cycle; creates it where there is none. */
    void roll(Path next) throws IOException {
        close();
        create(next, ChronicleFiles.SMALLEST);
        RandomAccessFile opened = new RandomAccessFile(next.toFile(), "rw");
        file = opened;
        unforced.add(next);
        current = next;
        // Of a file that was there, an entry half written, or finished and not in the header, may follow the last one.
        long end = ChronicleHeader.end(opened);
        reserved = end + (end == 0 ? 0 : maxEntry) + SLACK;
        rewrite(opened, end, reserved);
    }

    /** Makes sure of the space for an entry. */
    void reserve(long end, int length) throws IOException {
        while (end + length + SLACK > reserved) {
            if (file == null) {
                throw new IOException("no file is open");
            }
            fill(file, reserved, zeros.length);
            reserved += zeros.length;
        }
    }

    /** Forces the files written since the last time, and the directory where it got a new one. */
    void force() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (Path path : unforced) {
                force(path);
            }
            if (created) {
                force(dir.resolve(ChronicleFiles.TABLE));
                forceDirectory();
                created = false;
            }
            unforced.clear();
            if (current != null) {
                unforced.add(current);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void force(Path path) throws IOException {
        if (!Files.exists(path)) {
            return; // Delivered and deleted.
        }
        while (true) {
            try (FileChannel opened = FileChannel.open(path, StandardOpenOption.WRITE)) {
                opened.force(false);
                return;
            } catch (ClosedByInterruptException e) {
                Thread.interrupted(); // Set again by force().
            }
        }
    }

    private void forceDirectory() throws IOException {
        if (isPosix(dir)) {
            try (FileChannel opened = FileChannel.open(dir, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    private void fill(RandomAccessFile into, long from, long bytes) throws IOException {
        into.seek(from);
        for (long left = bytes; left > 0; left -= zeros.length) {
            into.write(zeros, 0, (int) Math.min(zeros.length, left));
        }
    }

    /** Gives blocks to the holes in a range without changing its bytes. Nothing else writes yet. */
    private static void rewrite(RandomAccessFile into, long from, long upTo) throws IOException {
        byte[] bytes = new byte[(int) (upTo - from)];
        into.seek(from);
        int count = 0;
        for (int more = 0; more >= 0 && count < bytes.length; more = into.read(bytes, count, bytes.length - count)) {
            count += more;
        }
        into.seek(from);
        into.write(bytes);
    }

    static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class);
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
