package io.meterweave.journal;

import io.meterweave.record.Fact;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.RecordType;
import io.meterweave.ring.Checkpoints;
import io.meterweave.ring.Checkpoints.Checkpoint;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of what calls had used that had not ended when their JVM died: one each, with the outcome that it has in its
 * checkpoint, {@code incomplete}.
 *
 * <p>A call that had ended just before has its own record: it is in the journal, now that the ring has been drained, and its
 * checkpoint is dropped. It is known by its id. The journal is read from where the oldest checkpoint says that its call was still
 * open: what was journaled in one interval of the sweep, as a rule. A recovery that dies half-way finds what it has journaled
 * itself in the same way.
 */
final class Unfinished {
    private final RecordCodec codec = new RecordCodec();
    private final Map<String, Checkpoint> byId = new LinkedHashMap<>();
    private long since = Long.MAX_VALUE;

    private Unfinished() {}

    /**
     * Journals what is unfinished; to be called once the ring has been drained.
     *
     * @param journal what {@code writer} appends to
     * @param damages takes a phrase on what cannot be read
     * @throws IOException where the file with the checkpoints cannot be
     */
    static void journal(File file, Journal journal, JournalWriter writer, Counters counters, List<String> damages)
            throws IOException {
        Checkpoints.Left left = Checkpoints.read(file);
        Unfinished unfinished = new Unfinished();
        int damaged = left.damaged();
        for (Checkpoint checkpoint : left.checkpoints()) {
            damaged += unfinished.add(checkpoint) ? 0 : 1;
        }
        if (damaged > 0) {
            counters.add(Counter.CORRUPT, damaged);
            damages.add("of its open streams " + damaged + " cannot be read, and are told as corrupt");
        }
        if (!unfinished.byId.isEmpty()) {
            unfinished.dropEnded(journal, writer.sequence());
            unfinished.byId.values().forEach(writer::unfinished);
        }
    }

    private boolean add(Checkpoint checkpoint) {
        ByteBuffer record = checkpoint.record();
        String id = codec.fault(record) == null ? id(body(record)) : null;
        if (id == null) {
            return false;
        }
        byId.put(id, checkpoint);
        since = Math.min(since, checkpoint.sequence());
        return true;
    }

    private static ByteBuffer body(ByteBuffer record) {
        return record.slice(RecordLayout.START, record.remaining() - RecordLayout.START);
    }

    private @Nullable String id(ByteBuffer body) {
        try {
            return codec.decodeNext(body).get(Fact.SCOPE_ID);
        } catch (MalformedRecordException e) {
            return null;
        }
    }

    private void dropEnded(Journal journal, long last) {
        try (JournalReader reader = journal.tail(Math.max(1, last - since))) {
            while (true) {
                try {
                    ByteBuffer bytes = reader.next();
                    if (bytes == null) {
                        return;
                    }
                    JournalEntry entry = JournalEntry.decode(bytes);
                    String id = entry.type() == RecordType.USAGE ? id(entry.body()) : null;
                    if (id != null) {
                        Checkpoint unused = byId.remove(id);
                    }
                } catch (CorruptEntryException | MalformedRecordException e) {
                    // What was in it is told by the gap in the sequence.
                }
            }
        }
    }
}
