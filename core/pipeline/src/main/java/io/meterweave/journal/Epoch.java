package io.meterweave.journal;

import io.meterweave.ring.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One life of a JVM: the directory {@code instances/<epoch>} and, in the process that writes or adopts it, the lock on
 * it. A lock file is opened by nobody else in the process that holds it: closing any channel on it would release the
 * lock (POSIX).
 */
public final class Epoch implements Closeable {
    private static final String LOCK = "lock";
    private static final String MAKING = ".new-";
    private static final long HALF_MADE_MILLIS = 3_600_000;
    private static final String COMPLETE = ".complete";
    private static final String ADOPTED = "adopted-by";
    private static final String SYNCED = "synced";

    /** Never closed, not even by the garbage collector: that would release the lock which this process holds. */
    private static final Queue<RandomAccessFile> OVERLAPPING = new ConcurrentLinkedQueue<>();

    private final Path dir;
    private final EpochIdentity identity;
    private final @Nullable RandomAccessFile lockFile;

    private Epoch(Path dir, EpochIdentity identity, @Nullable RandomAccessFile lockFile) {
        this.dir = dir;
        this.identity = identity;
        this.lockFile = lockFile;
    }

    /**
     * Begins a new epoch: its directory appears under its name only when it is locked and complete, so that nobody takes
     * it for a dead one.
     *
     * @param root the configured {@code dir}
     * @throws IOException where the directory cannot be written
     */
    public static Epoch create(Path root, String service, String instance) throws IOException {
        EpochIdentity identity = new EpochIdentity(EpochId.next(), service, instance);
        Path instances = root.resolve("instances");
        PrivateFiles.directories(instances);
        Path making = instances.resolve(MAKING + identity.epoch());
        Path dir = instances.resolve(identity.epoch());
        PrivateFiles.directories(making);
        PrivateFiles.create(making.resolve(LOCK).toFile());
        PrivateFiles.create(making.resolve("instance.json").toFile());
        for (String part : List.of("ring", "journal", "cursors")) {
            PrivateFiles.directories(making.resolve(part));
        }
        RandomAccessFile lock = lock(making);
        if (lock == null) {
            throw new IOException(making + " is locked by another process");
        }
        try {
            identity.write(making, ProcessHandle.current().pid());
            move(making, dir);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        return new Epoch(dir, identity, lock);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }

    /**
     * Removes what a JVM left that died while it made its directory. Only after an hour: until it is locked, a directory in
     * the making looks the same.
     */
    public static void sweep(Path root) throws IOException {
        long before = System.currentTimeMillis() - HALF_MADE_MILLIS;
        try (Stream<Path> children = Files.list(root.resolve("instances"))) {
            for (Path child : children.toList()) {
                boolean halfMade = child.getFileName().toString().startsWith(MAKING);
                if (halfMade && Files.getLastModifiedTime(child).toMillis() < before) {
                    try (Stream<Path> parts = Files.walk(child)) {
                        for (Path part : parts.sorted(Comparator.reverseOrder()).toList()) {
                            Files.delete(part);
                        }
                    }
                }
            }
        }
    }

    /**
     * The instance directories under a root, oldest first.
     *
     * @throws JournalException where {@code root} is no directory of Meterweave's
     */
    public static List<Path> directories(Path root) {
        Path instances = root.resolve("instances");
        if (!Files.isDirectory(instances)) {
            throw new JournalException(
                    Files.exists(root)
                            ? root + " is no directory of Meterweave: it has no instances/ in it"
                            : root + " does not exist");
        }
        try (Stream<Path> children = Files.list(instances)) {
            return children.filter(child -> EpochId.is(child.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new JournalException(instances + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * The epoch of an instance directory, not locked.
     *
     * @throws JournalException where the directory is none of this version
     */
    public static Epoch at(Path dir) {
        EpochIdentity identity = EpochIdentity.read(dir);
        if (!dir.endsWith(identity.epoch())) {
            throw new JournalException(
                    dir + " says that it is epoch " + identity.epoch() + ": it was renamed or copied");
        }
        return new Epoch(dir, identity, null);
    }

    /**
     * All epochs under a root, oldest first, none of them locked.
     *
     * @throws JournalException where one of them cannot be read; see {@link #directories} and {@link #at} to go on
     */
    public static List<Epoch> list(Path root) {
        List<Epoch> epochs = new ArrayList<>();
        for (Path dir : directories(root)) {
            epochs.add(at(dir));
        }
        return epochs;
    }

    /**
     * Takes the lock of an epoch that {@link #list} found. Never to be called for the epoch that this process itself
     * has created.
     *
     * @return the locked epoch; null where its JVM lives, or another process is adopting or reading it
     * @throws IOException where the lock file cannot be opened
     */
    public @Nullable Epoch tryLock() throws IOException {
        RandomAccessFile lock = lock(dir);
        return lock == null ? null : new Epoch(dir, identity, lock);
    }

    private static @Nullable RandomAccessFile lock(Path dir) throws IOException {
        RandomAccessFile file = new RandomAccessFile(dir.resolve(LOCK).toFile(), "rw");
        try {
            FileLock held = file.getChannel().tryLock();
            if (held != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // This process holds it: as alive as can be.
            OVERLAPPING.add(file);
            return null;
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        return null;
    }

    /** Whose life it is. */
    public EpochIdentity identity() {
        return identity;
    }

    /** The directory. */
    public Path dir() {
        return dir;
    }

    /** Where the ring's files are. */
    public Path ring() {
        return dir.resolve("ring");
    }

    /** Where the journal's files are. */
    public Path journal() {
        return dir.resolve("journal");
    }

    /** The durable counters. */
    public Path counters() {
        return dir.resolve("counters.dat");
    }

    /** What calls used so far that had not ended; there only where a call has outlived its method. */
    public Path openCalls() {
        return dir.resolve("open.dat");
    }

    /** What the epoch is doing, for whoever wants to look. */
    public Path stat() {
        return dir.resolve("stat.dat");
    }

    /**
     * The sequence up to which an exporter has acknowledged this epoch, as its cursor says; 0 where that cannot be read.
     *
     * @throws IOException where the cursor's file is there and cannot be read
     */
    public long acknowledged(String exporter) throws IOException {
        return Acknowledged.read(cursor(exporter)).sequence();
    }

    /** The cursor of an exporter. */
    public Path cursor(String exporter) {
        return dir.resolve("cursors").resolve(exporter);
    }

    /** Where what exporters' targets have refused is kept, in a directory for each exporter. */
    public Path deadLetters() {
        return dir.resolve("dead-letters");
    }

    /** Says, before anything is journaled, that the ring keeps every record until the journal is forced. */
    public void synced() throws IOException {
        PrivateFiles.create(dir.resolve(SYNCED).toFile());
    }

    /** Whether {@link #synced} was said. */
    boolean isSynced() {
        return Files.exists(dir.resolve(SYNCED));
    }

    /** Whether its journal was damaged, and rebuilt without the records that only the damaged bytes had. */
    public boolean isRebuilt() {
        return !isSynced() && ChronicleSwap.wasDamaged(journal());
    }

    /** Whether a later epoch has brought the ring of this one into its journal. */
    public boolean isAdopted() {
        return Files.exists(dir.resolve(ADOPTED)) && !Files.exists(ring().resolve("0000.ring"));
    }

    /** Remembers who did. To be called with the lock held, once recovery is done. */
    public void adoptedBy(String epoch) throws IOException {
        Path file = dir.resolve(ADOPTED);
        PrivateFiles.create(file.toFile());
        Files.writeString(file, epoch + "\n");
    }

    /** Whether an exporter has acknowledged all of this epoch, which does not grow any more. */
    public boolean isComplete(String exporter) {
        return Files.exists(dir.resolve("cursors").resolve(exporter + COMPLETE));
    }

    /** When an exporter had, in milliseconds since 1970. */
    long completeSince(String exporter) throws IOException {
        return Files.getLastModifiedTime(dir.resolve("cursors").resolve(exporter + COMPLETE))
                .toMillis();
    }

    /** Remembers that an exporter has. */
    public void complete(String exporter) throws IOException {
        PrivateFiles.create(dir.resolve("cursors").resolve(exporter + COMPLETE).toFile());
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        if (lockFile != null) {
            lockFile.close();
        }
    }
}
