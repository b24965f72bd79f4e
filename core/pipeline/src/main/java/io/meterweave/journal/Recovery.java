package io.meterweave.journal;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.JsonText;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Completes the journal of a JVM that is dead: what its ring still holds is appended in stripe order, once, numbered on
 * from the last entry; then the ring is removed. Running it again after a crash of its own changes nothing.
 */
public final class Recovery {
    /**
     * How far to look back for ring positions. Freeing lags behind journaling by one stripe's batch; between its records
     * the journal thread writes at most a few events of its own.
     */
    private static final int LOOK_BACK = 4 * JournalWriter.BATCH;

    private final long recovered;
    private final long lastSequence;

    private Recovery(long recovered, long lastSequence) {
        this.recovered = recovered;
        this.lastSequence = lastSequence;
    }

    /** How many usage records came back. */
    public long recovered() {
        return recovered;
    }

    /** The epoch's last sequence. */
    public long lastSequence() {
        return lastSequence;
    }

    /**
     * Recovers a dead epoch.
     *
     * @param epoch locked by this process
     * @param journal its journal, open for writing
     * @throws JournalException where the journal cannot be read or written
     * @throws IOException where the ring or the counters cannot be
     */
    public static Recovery run(Epoch epoch, Journal journal) throws IOException {
        File dir = epoch.ring().toFile();
        Counters counters = Counters.open(epoch.counters().toFile());
        MappedRing ring = MappedRing.openDead(dir, RingOptions.DEFAULT);
        JournalWriter writer = resume(journal, counters, ring);
        counters.settle(writer.sequence());
        if (ring != null) {
            while (writer.drain(ring) > 0) {
                // Until nothing is left.
            }
            counters.add(Counter.CORRUPT, ring.damagedStripes());
        }
        writer.losses();
        if (ring != null) {
            if (writer.usages() > 0) {
                writer.lifecycle(new JsonText()
                        .open()
                        .put("event", "recovered")
                        .put("recovered_count", writer.usages())
                        .close()
                        .bytes());
            }
            writer.force();
            removeRing(dir);
        }
        return new Recovery(writer.usages(), writer.sequence());
    }

    private static JournalWriter resume(Journal journal, Counters counters, @Nullable MappedRing ring) {
        Tail tail = new Tail();
        journal.backward(bytes -> {
            tail.visited++;
            if (bytes == null) {
                // Its sequence was given out, and its ring position is not known: should the ring still hold the
                // record, it is whole there and is journaled again.
                tail.damagedAtEnd += tail.last == 0 ? 1 : 0;
                return tail.visited < LOOK_BACK;
            }
            JournalEntry entry;
            try {
                entry = JournalEntry.decode(bytes);
            } catch (MalformedRecordException e) {
                throw new JournalException("the journal's last entries cannot be read: " + e.getMessage(), e);
            }
            if (tail.last == 0) {
                tail.last = entry.sequence() + tail.damagedAtEnd;
            }
            if (entry.stripe() != JournalEntry.NO_STRIPE && tail.seen < LOOK_BACK) {
                tail.stripes[tail.seen] = entry.stripe();
                tail.positions[tail.seen++] = entry.position();
            }
            return tail.visited < LOOK_BACK;
        });
        if (tail.last == 0 && tail.damagedAtEnd == LOOK_BACK) {
            throw new JournalException(
                    "the journal's last " + LOOK_BACK + " entries are damaged: restore it from a backup");
        }
        long last = tail.last == 0 ? tail.damagedAtEnd : tail.last;
        JournalWriter writer = new JournalWriter(journal, counters, last, true);
        if (ring != null && tail.seen > 0) {
            // Only the stripe that was journaled last can hold what is journaled and not freed. Were others drained
            // before
            // it, a second crash would leave it further back than anybody looks.
            ring.beginWith(tail.stripes[0]);
        }
        for (int i = 0; i < tail.seen; i++) {
            writer.alreadyJournaled(tail.stripes[i], tail.positions[i]);
        }
        return writer;
    }

    private static void removeRing(File dir) throws IOException {
        File @Nullable [] files = dir.listFiles();
        // From the last segment down: the first one gone means that all are.
        if (files != null) {
            Arrays.sort(files, Comparator.reverseOrder());
            for (File file : files) {
                Files.delete(file.toPath());
            }
        }
    }

    private static final class Tail {
        private long last;
        private int damagedAtEnd;
        private int visited;
        private int seen;
        private final int[] stripes = new int[LOOK_BACK];
        private final long[] positions = new long[LOOK_BACK];
    }
}
