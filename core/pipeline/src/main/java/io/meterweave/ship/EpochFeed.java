package io.meterweave.ship;

import io.meterweave.journal.CorruptEntryException;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalException;
import io.meterweave.journal.JournalReader;
import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.Fact;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One epoch's events for one exporter, from where its cursor stands. The shipping thread's.
 *
 * <p>A salvage moves entries to other positions, and leaves gaps. So the cursor's position is believed only once the entry
 * behind it has the next sequence; until then, and where there is none, all from the beginning is gone through, and what
 * the cursor's sequence covers passed over.
 */
final class EpochFeed {
    private final JournalReader reader;
    private final Cursor cursor;
    private final CloudEventWriter writer;
    private final RecordCodec codec = new RecordCodec();
    private final Counters counters;
    private final String epoch;
    private final Shipper.@Nullable Ending ending;
    private boolean ended;
    private long lastSequence;
    private long lastPosition;
    private @Nullable UsageEvent waiting;
    private long waitingNanos;
    private boolean placed;
    private long damaged;
    private long oldest;

    /**
     * Opens a feed.
     *
     * @param cursor keeps what was acknowledged; closed with the feed
     * @param counters of the epoch that this process writes
     * @param ending told once how it ends, for an epoch that does not grow any more; null for one that does
     */
    EpochFeed(
            EpochIdentity identity, Journal journal, Cursor cursor, Counters counters, Shipper.@Nullable Ending ending)
            throws IOException {
        this.ending = ending;
        this.epoch = identity.epoch();
        this.writer = new CloudEventWriter(epoch, identity.source());
        this.counters = counters;
        this.cursor = cursor;
        this.reader = journal.reader();
        try {
            moveTo(cursor.position());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        lastSequence = cursor.sequence();
    }

    private void moveTo(long position) {
        placed = position == JournalReader.START;
        damaged = 0;
        try {
            reader.moveTo(position);
        } catch (JournalException e) {
            if (placed) {
                throw e;
            }
            moveTo(JournalReader.START);
        }
    }

    /**
     * Adds events to the batch until it has so many, or none is left now.
     *
     * @param mostBytes the most that the batch's lines may have; an event that has no room is the first of the next read
     * @return whether it was the batch that ended it
     */
    boolean read(Batch batch, int most, long mostBytes) {
        while (batch.size() < most) {
            UsageEvent event = waiting == null ? next() : waiting;
            if (event == null) {
                return false;
            }
            waiting = event;
            if (!batch.add(event, mostBytes)) {
                return true;
            }
            waiting = null;
            countDamaged();
            lastSequence = event.sequence();
            lastPosition = reader.position();
            oldest = oldest == 0 ? waitingNanos : oldest;
        }
        return true;
    }

    private @Nullable UsageEvent next() {
        while (true) {
            JournalEntry entry;
            try {
                ByteBuffer bytes = reader.next();
                entry = bytes == null ? null : JournalEntry.decode(bytes);
            } catch (CorruptEntryException | MalformedRecordException e) {
                damaged++;
                continue;
            }
            // Damaged entries have sequences, too.
            if (!placed && (entry == null || entry.sequence() != cursor.sequence() + 1 + damaged)) {
                moveTo(JournalReader.START);
                continue;
            }
            placed = true;
            if (entry != null && entry.sequence() <= cursor.sequence()) {
                damaged = 0; // Counted when they were passed the first time.
                continue;
            }
            if (entry == null) {
                countDamaged();
                lastPosition = reader.position();
                return null;
            }
            UsageEvent event = event(entry);
            if (event != null) {
                return event;
            }
        }
    }

    private void countDamaged() {
        if (damaged > 0) {
            counters.add(Counter.JOURNAL_DAMAGED, damaged);
            damaged = 0;
        }
    }

    private @Nullable UsageEvent event(JournalEntry entry) {
        try {
            UsageRecord usage = entry.type() == RecordType.USAGE ? codec.decodeNext(entry.body()) : null;
            waitingNanos = entry.timeNanos();
            String subject = usage == null ? null : usage.get(Fact.SUBJECT);
            return new UsageEvent(
                    epoch, entry.sequence(), entry.type().eventType(), subject, writer.write(entry, usage));
        } catch (MalformedRecordException e) {
            damaged++;
            return null;
        }
    }

    /** Takes everything that was added to batches so far as acknowledged. */
    void acknowledge() throws IOException {
        if (lastSequence != cursor.sequence()) {
            cursor.move(lastPosition, lastSequence);
            reader.acknowledge(cursor.position());
        }
        oldest = 0;
    }

    /** The time of the first event that was read and is not acknowledged, in nanoseconds since 1970; 0: there is none. */
    long oldest() {
        return oldest == 0 && waiting != null ? waitingNanos : oldest;
    }

    /** The last sequence that is acknowledged. */
    long acknowledged() {
        return cursor.sequence();
    }

    /** Whether it is the epoch of this process, which grows. */
    boolean isLive() {
        return ending == null;
    }

    /** Whether the epoch grows no more and all that was read last is acknowledged; to be asked after an empty read. */
    boolean complete() {
        return ending != null && lastSequence == cursor.sequence();
    }

    /** Closes the feed and tells how it ended, once. */
    void end(boolean complete) {
        if (ended) {
            return;
        }
        ended = true;
        try {
            close();
        } catch (IOException e) {
            // What was acknowledged has been written already.
        }
        if (ending != null) {
            ending.ended(complete);
        }
    }

    private void close() throws IOException {
        reader.close();
        cursor.close();
    }
}
