package io.meterweave.stat;

import io.meterweave.journal.Epoch;
import io.meterweave.ring.ExporterStat;
import java.io.IOException;

/**
 * One exporter of one epoch. Times are milliseconds since 1970, 0 where there is none or it is not known.
 *
 * @param name the exporter's in the configuration
 * @param shipped how many events were accepted in the JVM's life, also those of earlier epochs
 * @param refused how many were refused for good: dead letters, where there is a disk
 * @param behind how many journaled events of the epoch are not acknowledged
 * @param oldest of when the oldest event is that was read and is not acknowledged, also of an earlier epoch
 * @param maxAge how old that may be, in milliseconds; 0: as old as it gets
 * @param error what went wrong last; empty where nothing did
 * @param errorTime when that was
 */
public record ExporterState(
        String name, long shipped, long refused, long behind, long oldest, long maxAge, String error, long errorTime) {

    /** As an exporter of this process says. */
    static ExporterState own(ExporterStat told, long sequence) {
        return of(told, Math.max(0, sequence - told.acknowledged()), told.oldest());
    }

    /**
     * As the cursor says, which others move when the JVM is dead. While it lives, the oldest event may be one of an earlier epoch
     * that it ships.
     */
    static ExporterState read(ExporterStat told, long sequence, Epoch epoch, boolean live) {
        long acknowledged = 0;
        try {
            acknowledged = epoch.isComplete(told.name()) ? sequence : epoch.acknowledged(told.name());
        } catch (IOException e) {
            // Then what the exporter has told itself has to do.
        }
        long behind = Math.max(0, sequence - Math.max(told.acknowledged(), acknowledged));
        return of(told, behind, behind == 0 && !live ? 0 : told.oldest());
    }

    private static ExporterState of(ExporterStat told, long behind, long oldest) {
        return new ExporterState(
                told.name(),
                told.shipped(),
                told.refused(),
                behind,
                oldest,
                told.maxAge(),
                told.error(),
                told.errorTime());
    }

    /** Whether the oldest event is older than it may be. */
    public boolean isOverdue(long now) {
        return maxAge > 0 && oldest > 0 && now - oldest > maxAge;
    }
}
