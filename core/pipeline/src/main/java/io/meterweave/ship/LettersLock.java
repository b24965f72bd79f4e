package io.meterweave.ship;

import io.meterweave.ring.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right to append to one journal of dead letters. It is held for one append, by a JVM's shipping thread or by a
 * command beside it; the epoch's own lock is the JVM's for all its life, and could not let a command in.
 *
 * <p>In a process, a lock file is opened by one thread at a time: closing any channel on it would release the lock that
 * another one holds (POSIX).
 */
final class LettersLock implements Closeable {
    private static final int TRIES = 100;
    private static final long BETWEEN_NANOS = 20_000_000L;

    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final RandomAccessFile file;

    private LettersLock(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Takes the lock, waiting a little for whoever has it: a file lock cannot be waited for with a bound.
     *
     * @throws IOException where it cannot be had
     */
    static LettersLock take(Path dir) throws IOException {
        Path path = dir.toRealPath().resolve("lock");
        for (int i = 0; i < TRIES; i++) {
            LettersLock lock = tryTake(path);
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        throw new IOException(path + " is held by another process");
    }

    private static @Nullable LettersLock tryTake(Path path) throws IOException {
        if (!OPEN.add(path)) {
            return null;
        }
        RandomAccessFile file = null;
        boolean taken = false;
        try {
            PrivateFiles.create(path.toFile());
            file = new RandomAccessFile(path.toFile(), "rw");
            FileLock held = file.getChannel().tryLock();
            taken = held != null;
            return taken ? new LettersLock(path, file) : null;
        } finally {
            if (!taken) {
                if (file != null) {
                    file.close();
                }
                OPEN.remove(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            OPEN.remove(path);
        }
    }
}
