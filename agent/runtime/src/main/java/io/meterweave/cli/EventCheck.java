package io.meterweave.cli;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.Quantity;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageRecord;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what has the form of an event but cannot be one of ours: a journal may have been written by anybody, and a
 * negative count would lower a bill.
 */
final class EventCheck {
    private EventCheck() {}

    /** Decodes an entry, and checks that it has a number. */
    static JournalEntry entry(ByteBuffer bytes) throws MalformedRecordException {
        JournalEntry entry = JournalEntry.decode(bytes);
        if (entry.sequence() < 1) {
            throw new MalformedRecordException("journal entry with sequence " + entry.sequence());
        }
        return entry;
    }

    /** Decodes and checks an entry's body; answers the usage record, null where the event is none. */
    static @Nullable UsageRecord usage(JournalEntry entry) throws MalformedRecordException {
        if (entry.type() != RecordType.USAGE) {
            checkData(entry);
            return null;
        }
        UsageRecord usage = RecordCodec.decode(entry.body());
        for (Quantity quantity : Quantity.ALL) {
            if (usage.get(quantity).orElse(0) < 0) {
                throw new MalformedRecordException(
                        "journal entry " + entry.sequence() + " with a negative " + quantity.field());
            }
        }
        return usage;
    }

    /** Canonical JSON has no raw control character: a line feed would make two lines of one event. */
    private static void checkData(JournalEntry entry) throws MalformedRecordException {
        ByteBuffer data = entry.body();
        for (int i = data.position(); i < data.limit(); i++) {
            byte b = data.get(i);
            if (b >= 0 && b < 0x20) {
                throw new MalformedRecordException(
                        "journal entry " + entry.sequence() + " with a control character in its data");
            }
        }
    }
}
