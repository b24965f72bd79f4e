package io.meterweave.journal;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordType;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What a journal's last entries tell him who continues it: the last sequence, how far each stripe of the ring has been
 * journaled, and what is not sealed yet.
 */
final class JournalTail {
    /**
     * How many entries to look at. The ring's READ may be behind the journal by one stripe's batch; after a power cut by what
     * was journaled since the ring was forced, {@link JournalWriter#MOST_UNFORCED} at the most. And the last manifest must be
     * among them.
     */
    private static final int ENTRIES = SealOptions.MOST_RECORDS + JournalWriter.MOST_UNFORCED;

    /** How many tell a foreign version. */
    private static final int FEW = 16;

    private static final long NONE = -1;

    private final Manifest manifest;
    private final Map<Integer, Long> positions = new HashMap<>();
    private final long sent;
    private int lastStripe;
    private long last;
    private long damagedAtEnd;
    private long lastManifest = NONE;

    private JournalTail(EpochIdentity identity, long sent) {
        this.sent = sent;
        manifest = new Manifest(identity);
    }

    /**
     * Reads a journal's end.
     *
     * @param sent the highest sequence that an exporter has acknowledged: a power cut may have set the journal back behind
     *     it, and none below is given again
     * @throws JournalException where the journal is damaged, or its last entries are of another version
     */
    static JournalTail read(Journal journal, EpochIdentity identity, long sent) {
        JournalTail tail = new JournalTail(identity, sent);
        try (JournalReader reader = journal.tail(ENTRIES)) {
            long begin = reader.position();
            tail.look(reader);
            if (tail.last == 0 && tail.damagedAtEnd == ENTRIES) {
                throw new JournalException(
                        "the journal's last " + ENTRIES + " entries are damaged: restore it from a backup");
            }
            // Without a manifest among so many, one was damaged: then all of the journal is gone through.
            boolean all = tail.lastManifest == NONE && begin != JournalReader.START;
            reader.moveTo(all ? JournalReader.START : tail.lastManifest == NONE ? begin : tail.lastManifest);
            tail.follow(reader);
        }
        return tail;
    }

    /**
     * Looks at a few entries, and changes nothing.
     *
     * @throws ForeignVersionException where they are whole, and of another version
     */
    static void refuseForeign(Journal journal) {
        try (JournalReader reader = journal.tail(FEW)) {
            for (int i = 0; i < FEW; i++) {
                try {
                    ByteBuffer bytes = reader.next();
                    if (bytes == null) {
                        return;
                    }
                    decode(bytes);
                } catch (CorruptEntryException e) {
                    // Damaged ones tell nothing.
                }
            }
        }
    }

    private static JournalEntry decode(ByteBuffer bytes) {
        try {
            return JournalEntry.decode(bytes);
        } catch (MalformedRecordException e) {
            throw new ForeignVersionException("the journal's last entries cannot be read: " + e.getMessage());
        }
    }

    private void look(JournalReader reader) {
        while (true) {
            long before = reader.position();
            ByteBuffer bytes;
            try {
                bytes = reader.next();
            } catch (CorruptEntryException e) {
                // Its sequence was given out, and its ring position is not known: should the ring still hold the
                // record, it is whole there and is journaled again.
                damagedAtEnd++;
                continue;
            }
            if (bytes == null) {
                return;
            }
            look(bytes, before);
        }
    }

    private void look(ByteBuffer bytes, long before) {
        JournalEntry entry = decode(bytes);
        last = entry.sequence();
        damagedAtEnd = 0;
        if (entry.type() == RecordType.MANIFEST) {
            lastManifest = before;
        }
        if (entry.stripe() != JournalEntry.NO_STRIPE) {
            positions.merge(entry.stripe(), entry.position(), Math::max);
            lastStripe = entry.stripe();
        }
    }

    private void follow(JournalReader reader) {
        while (true) {
            try {
                ByteBuffer bytes = reader.next();
                if (bytes == null) {
                    return;
                }
                manifest.add(manifest.render(JournalEntry.decode(bytes)));
            } catch (CorruptEntryException | MalformedRecordException e) {
                // The manifest will cover what can be read, and count it: the gap in the sequence shows.
            }
        }
    }

    /** The stripe that was journaled last. */
    int lastStripe() {
        return lastStripe;
    }

    /** A writer that goes on behind the last entry. */
    JournalWriter resume(Journal journal, Counters counters) {
        JournalWriter writer = new JournalWriter(
                manifest, journal, counters, SealOptions.DEFAULT, Math.max(last + damagedAtEnd, sent), true);
        positions.forEach(writer::alreadyJournaled);
        for (Counter counter : Counter.ALL) {
            // A power cut may have set the counters back behind what the journal has told.
            long behind = counter.loss() ? manifest.lost(counter) - counters.get(counter) : 0;
            if (behind > 0) {
                counters.add(counter, behind);
            }
        }
        return writer;
    }
}
