package io.meterweave.cli;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks at an epoch without write access to it. Only where {@link io.meterweave.journal.Epoch#tryLock} has failed: this
 * process then holds no lock that closing the channel could release.
 */
final class LockProbe {
    private LockProbe() {}

    /** Whether a process holds the lock; false where that cannot be told. */
    static boolean isHeld(Path epoch) {
        // A shared lock needs no write access, and is refused while somebody holds the exclusive one.
        try (FileChannel channel = FileChannel.open(epoch.resolve("lock"), StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether there are files of a ring, which may hold what the journal does not. */
    static boolean hasRing(Path ring) {
        File[] files = ring.toFile().listFiles();
        return files == null ? ring.toFile().exists() : files.length > 0;
    }
}
