package io.meterweave.cli;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.JournalException;
import io.meterweave.journal.Recovery;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How an epoch may be read. A live one (its lock is held) is read as far as its journal goes, and nothing of it touched.
 * A dead one is locked, and recovered so that what its ring still holds is read too; it stays locked until it is
 * released, so that nobody deletes it meanwhile.
 *
 * @param lock held by this process; null where the epoch is live or may not be written
 * @param live whether its JVM runs, or another process adopts or reads it
 * @param failure why its ring could not be recovered; null where there was no need to or it was
 */
record EpochAccess(
        @Nullable Epoch lock, boolean live, @Nullable String failure) {
    /** Takes the lock and recovers, where that can be done. */
    static EpochAccess gain(Epoch epoch) {
        try {
            Epoch lock = epoch.tryLock();
            return new EpochAccess(lock, lock == null, lock == null ? null : recover(lock));
        } catch (IOException e) {
            boolean live = LockProbe.isHeld(epoch.dir());
            return new EpochAccess(null, live, live ? null : failed(epoch, e));
        }
    }

    private static @Nullable String recover(Epoch locked) {
        try {
            Recovery unused = Recovery.inPlace(locked);
            return null;
        } catch (IOException | JournalException e) {
            return failed(locked, e);
        }
    }

    /** Where no ring is left, all of it is in the journal already. */
    private static @Nullable String failed(Epoch epoch, Exception e) {
        if (!LockProbe.hasRing(epoch.ring())) {
            return null;
        }
        // A damaged journal is not cured by other rights.
        return e instanceof IOException
                ? reason(e) + "; run this as the directory's owner, where it can be written"
                : reason(e);
    }

    /** What an exception says to a user. */
    static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    void release() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                // Nothing was written through it; the lock goes with the process.
            }
        }
    }
}
