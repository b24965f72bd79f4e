package io.meterweave.cli;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageRecord;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Refuses what has the form of an event but cannot be one of ours: a journal may have been written by anybody. */
final class EventCheck {
    private EventCheck() {}

    /** Decodes and checks an entry's body; answers the usage record, null where the event is none. */
    static @Nullable UsageRecord usage(JournalEntry entry) throws MalformedRecordException {
        if (entry.type() != RecordType.USAGE) {
            checkData(entry);
            return null;
        }
        return RecordCodec.decode(entry.body());
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
