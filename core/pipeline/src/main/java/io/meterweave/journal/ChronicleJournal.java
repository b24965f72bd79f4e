package io.meterweave.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * A journal in the files of a Chronicle queue: {@code <cycle>.cq4} and the table {@code metadata.cq4t}.
 * A file ends with its hour, or once it has {@link ChronicleOptions#rollBytes}.
 *
 * <p>An entry is in the page cache when {@link #append} returns. One that a {@code kill -9} left half written is
 * invisible, and the next append overwrites it.
 */
public final class ChronicleJournal implements Journal {
    /** How long Chronicle waits for what only a dead process can have left: nobody else writes. */
    static final long TIMEOUT_MILLIS = 500;

    private final Path dir;
    private final ChronicleOptions options;
    private final ChronicleClock clock;
    private final ChronicleSpace space;
    private final ChronicleFrame frame = new ChronicleFrame();
    private final SingleChronicleQueue queue;
    private @Nullable ExcerptAppender appender;
    private int cycle = -1;
    private long end;
    private long appended;
    private volatile long readable;

    private ChronicleJournal(Path dir, ChronicleOptions options, ChronicleFiles files) throws IOException {
        this.dir = dir;
        this.options = options;
        clock = new ChronicleClock(options.clock(), firstHour(files.cycles()));
        space = new ChronicleSpace(dir, options);
        space.create(dir.resolve(ChronicleFiles.TABLE), ChronicleFiles.TABLE_BYTES);
        queue = SingleChronicleQueueBuilder.binary(dir)
                .rollCycle(ChronicleCycle.ROLL)
                .blockSize(options.mappedBytes())
                .timeProvider(clock)
                .timeoutMS(TIMEOUT_MILLIS)
                .build();
        unlock();
        if (!options.forcedOnly()) {
            readable = Long.MAX_VALUE;
        }
    }

    private static int firstHour(List<ChronicleCycle> cycles) throws IOException {
        if (cycles.isEmpty()) {
            return 0;
        }
        ChronicleCycle last = cycles.get(cycles.size() - 1);
        // Killed after it ended this file and before it made the next: the clock may still be in its hour.
        return ChronicleHeader.isEnded(last.path()) ? last.number() + 1 : last.number();
    }

    /**
     * Opens a journal to append to; creates its directory where there is none.
     *
     * <p>The caller holds an exclusive lock on the directory, in a file that this does not touch: whatever lock of
     * Chronicle's is found held is a dead process's, also where its pid is ours, and is broken.
     *
     * @throws JournalException where a file is damaged or not the journal's, or the directory cannot be written to
     */
    public static ChronicleJournal open(Path dir, ChronicleOptions options) {
        try {
            ChronicleRuntime.quiet();
            if (new ChronicleSwap(dir).isHalfDone()) {
                throw new JournalException(
                        "The journal " + dir + " was being salvaged when that was interrupted: salvage it again");
            }
            if (!Files.isDirectory(dir)) {
                Files.createDirectories(dir);
            }
            if (ChronicleSpace.isPosix(dir)) {
                Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
            }
            ChronicleFiles files = ChronicleFiles.check(dir);
            for (Path unfinished : files.unfinished()) {
                Files.delete(unfinished);
            }
            return new ChronicleJournal(dir, options, files);
        } catch (JournalException e) {
            throw e;
        } catch (IOException | InternalError e) {
            throw new JournalException(
                    "Cannot open the journal " + dir + ": " + e + "; check its rights and the disk's space", e);
        } catch (RuntimeException | AssertionError e) {
            throw new JournalException(
                    "Cannot open the journal " + dir + ": " + e + "; restore its files from a backup", e);
        }
    }

    /**
     * Opens a journal to read, of a live process or a dead one; creates, changes and locks nothing.
     *
     * @throws JournalException where there is no such directory, or a file is damaged or not the journal's
     */
    public static Journal openReadOnly(Path dir) {
        ChronicleRuntime.quiet();
        return new ChronicleView(dir);
    }

    @Override
    public void append(ByteBuffer entry) {
        int length = entry.remaining();
        if (length > options.maxEntryBytes()) {
            throw new IllegalArgumentException("The entry has " + length + " bytes, the journal takes at most "
                    + options.maxEntryBytes() + ": a quarter of its block of " + options.blockBytes());
        }
        DocumentContext document = null;
        try {
            ExcerptAppender to = ready(length + ChronicleFrame.OVERHEAD);
            document = to.writingDocument();
            Bytes<?> bytes = document.wire().bytes();
            frame.write(bytes, entry);
            end = bytes.writePosition();
            long index = document.index();
            document.close();
            appended = index + 1;
        } catch (RuntimeException | IOException | VirtualMachineError | AssertionError e) {
            abandon(document);
            throw new JournalException(
                    "Cannot append to the journal " + dir + ": " + e + "; check the disk's space and rights", e);
        }
    }

    /** Has the cycle's file open, and the space for a document in it. */
    private ExcerptAppender ready(int length) throws IOException {
        int hour = clock.advance();
        if (hour == cycle && end >= options.rollBytes()) {
            hour = clock.skip();
        }
        if (hour != cycle) {
            cycle = -1;
            space.roll(ChronicleCycle.of(dir, hour).path());
            end = 0;
            cycle = hour;
        }
        space.reserve(end, length);
        ExcerptAppender to = appender;
        if (to == null) {
            appender = to = queue.createAppender();
            to.singleThreadedCheckDisabled(true);
        }
        return to;
    }

    /** Leaves nothing of a failed append, nor its lock; the next one starts afresh. */
    private void abandon(@Nullable DocumentContext document) {
        ExcerptAppender failed = appender;
        appender = null;
        cycle = -1;
        try {
            if (document != null && document.isNotComplete()) {
                document.rollbackOnClose();
                document.close();
            }
        } catch (RuntimeException | VirtualMachineError | AssertionError e) {
            // What it left has no finished header: readers do not see it, the next document overwrites it.
        }
        Closeable.closeQuietly(failed);
        unlock();
    }

    private void unlock() {
        for (String key : List.of("chronicle.write.lock", TableStoreWriteLock.APPEND_LOCK_KEY)) {
            try (TableStoreWriteLock lock =
                    new TableStoreWriteLock(queue.metaStore(), Pauser::balanced, TIMEOUT_MILLIS, key)) {
                lock.forceUnlock();
            }
        }
    }

    @Override
    public void force() {
        try {
            space.force();
            if (options.forcedOnly()) {
                readable = appended;
            }
        } catch (IOException e) {
            throw new JournalException("Cannot force the journal " + dir + ": " + e + "; check the disk", e);
        }
    }

    @Override
    public JournalReader reader() {
        return new ChronicleReader(dir, queue, () -> readable);
    }

    @Override
    public JournalReader tail(long entries) {
        return ChronicleReader.tail(reader(), dir, entries);
    }

    @Override
    public void backward(Visitor visitor) {
        new ChronicleBackward(dir, queue).visit(visitor);
    }

    /** Closes files and mappings; has them released when it returns. */
    @Override
    public void close() {
        try (space) {
            Closeable.closeQuietly(appender);
            queue.close();
            BackgroundResourceReleaser.releasePendingResources();
        } catch (IOException e) {
            throw new JournalException("Cannot close the journal " + dir + ": " + e, e);
        }
    }
}
