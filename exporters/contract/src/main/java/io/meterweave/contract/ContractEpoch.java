package io.meterweave.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.journal.EpochId;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.MemoryJournal;
import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageDraft;
import io.meterweave.record.UsageRecord;
import io.meterweave.spi.UsageEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One epoch's events as the agent journals and writes them: usage of several who pay, of nobody, with the largest numbers there
 * are and with what has to be escaped; and events that are no usage.
 */
final class ContractEpoch {
    private static final long TIME = 1_795_000_000_123_456_789L;
    private static final String[] SUBJECTS = {"cust-1", "cust-2", "kündin \"3\" \\", ""};
    private static final long[] TOKENS = {0, 1, (1L << 53) + 1, Long.MAX_VALUE};

    final MemoryJournal journal = new MemoryJournal(64 << 20);
    private final CloudEventWriter writer;
    private final String epoch;
    private final UsageDraft draft = new UsageDraft();
    private final List<UsageEvent> all = new ArrayList<>();

    ContractEpoch() {
        this(new EpochIdentity(EpochId.next(), "contract", "host-1"));
    }

    ContractEpoch(EpochIdentity identity) {
        epoch = identity.epoch();
        writer = new CloudEventWriter(epoch, identity.source());
    }

    /** Journals so many events more, and answers them. */
    List<UsageEvent> next(int events) {
        int before = all.size();
        for (int i = 0; i < events; i++) {
            all.add(append(all.size() + 1L));
        }
        return List.copyOf(all.subList(before, all.size()));
    }

    /** All so far. */
    List<UsageEvent> all() {
        return List.copyOf(all);
    }

    private UsageEvent append(long sequence) {
        ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        RecordType type = sequence % 10 == 0 ? RecordType.LOSS : RecordType.USAGE;
        JournalEntry.encodeHead(bytes, sequence, type, false, 0, sequence, TIME + sequence);
        if (type == RecordType.USAGE) {
            String subject = SUBJECTS[(int) (sequence % SUBJECTS.length)];
            Facts scope = subject.isEmpty() ? Facts.NONE : Facts.NONE.with(Fact.SUBJECT, subject);
            draft.begin(
                    Facts.NONE.with(Fact.OPERATION, "predict").with(Fact.REQUEST_MODEL, "modèle\n"),
                    Objects.requireNonNull(scope.withAttribute("request_id", "r-" + sequence)));
            draft.set(Quantity.INPUT_TOKENS, TOKENS[(int) (sequence % TOKENS.length)]);
            int length = draft.encode();
            bytes.put(draft.bytes(), RecordLayout.START, length - RecordLayout.START);
        } else {
            bytes.put("{\"reason\":\"ring_full\",\"lost_count\":1}".getBytes(UTF_8));
        }
        journal.append(bytes.flip());
        return event(bytes);
    }

    /** As the shipper makes it of what it reads. */
    private UsageEvent event(ByteBuffer bytes) {
        try {
            JournalEntry entry = JournalEntry.decode(bytes);
            UsageRecord usage = entry.type() == RecordType.USAGE ? RecordCodec.decode(entry.body()) : null;
            String subject = usage == null ? null : usage.get(Fact.SUBJECT);
            return new UsageEvent(
                    epoch, entry.sequence(), entry.type().eventType(), subject, writer.write(entry, usage));
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }
}
