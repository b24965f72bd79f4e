package io.meterweave.agent;

import io.meterweave.journal.JournalException;
import io.meterweave.journal.JournalWriter;
import io.meterweave.ring.DrainableRing;
import io.meterweave.ring.MappedRing;
import java.io.IOException;

/**
 * How the journal thread empties the ring. Without {@code journal.sync} a stripe is freed as soon as the journal has its
 * records. With it, in this order, once in the interval and whenever a stripe is filling up:
 *
 * <ol>
 *   <li>the ring is forced: what callers have left there is on the device from here on;
 *   <li>a bounded number of records is journaled, the journal forced, and only then their stripes freed; and so on until
 *       the ring is empty;
 *   <li>the ring is forced again when more was journaled than recovery looks back over.
 * </ol>
 *
 * Readers of the journal see only what was forced ({@code ChronicleOptions.forcedOnly}).
 */
abstract class Drain {
    /** Takes what there is; answers how many bytes of the ring were freed. */
    abstract long run();

    /**
     * How long the thread is to sleep before the next run.
     *
     * @param idle how long where nothing else is due: longer the longer there was nothing to do
     */
    long nanosToSleep(long idle) {
        return idle;
    }

    static Drain of(Durability durability, MappedRing ring, JournalWriter writer, Runnable keepSpare) {
        return durability.isSynced()
                ? new Synced(durability.syncNanos(), ring, writer, keepSpare)
                : plain(ring, writer, keepSpare);
    }

    static Drain plain(DrainableRing ring, JournalWriter writer, Runnable keepSpare) {
        return new Plain(ring, writer, keepSpare);
    }

    private static final class Plain extends Drain {
        private final DrainableRing ring;
        private final JournalWriter writer;
        private final Runnable keepSpare;

        Plain(DrainableRing ring, JournalWriter writer, Runnable keepSpare) {
            this.ring = ring;
            this.writer = writer;
            this.keepSpare = keepSpare;
        }

        @Override
        long run() {
            return writer.drain(ring, keepSpare);
        }
    }

    private static final class Synced extends Drain {
        private final long interval;
        private final MappedRing ring;
        private final JournalWriter writer;
        private final Runnable keepSpare;
        private long forceAt = System.nanoTime();
        private long unforced;
        private long forcedSequence;

        Synced(long interval, MappedRing ring, JournalWriter writer, Runnable keepSpare) {
            this.interval = interval;
            this.ring = ring;
            this.writer = writer;
            this.keepSpare = keepSpare;
        }

        @Override
        long run() {
            long all = 0;
            boolean due = System.nanoTime() - forceAt >= 0;
            if (due) {
                forceAt = System.nanoTime() + interval;
                forceRing();
            }
            for (long freed = drainForced(); freed > 0; freed = drainForced()) {
                all += freed;
                forcedSequence = writer.sequence();
                if (unforced > JournalWriter.MOST_UNFORCED / 2) {
                    forceRing();
                }
                keepSpare.run();
            }
            if (due && forcedSequence != writer.sequence()) {
                writer.force();
                forcedSequence = writer.sequence();
            }
            return all;
        }

        private long drainForced() {
            long before = writer.usages();
            long freed = writer.drainForced(ring);
            unforced += writer.usages() - before;
            return freed;
        }

        private void forceRing() {
            try {
                ring.force();
                unforced = 0;
            } catch (IOException e) {
                throw new JournalException("cannot force the ring: " + e + "; check the disk", e);
            }
        }

        /** To the end of the interval, however idle: what comes meanwhile is to be forced by then. */
        @Override
        long nanosToSleep(long idle) {
            return Math.max(0, forceAt - System.nanoTime());
        }
    }
}
