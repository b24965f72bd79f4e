package io.meterweave.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Encoded drafts in the forms in which the ring and the journal hold them. */
final class Drafts {
    private Drafts() {}

    static UsageDraft draft(Facts facts) {
        UsageDraft draft = new UsageDraft();
        draft.begin(facts, Facts.NONE);
        return draft;
    }

    /** The whole record, as it stands in the ring. */
    static ByteBuffer record(UsageDraft draft) {
        int length = draft.encode();
        return ByteBuffer.wrap(draft.bytes().clone(), 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What of it a journal entry has as its body. */
    static ByteBuffer body(UsageDraft draft) {
        return record(draft).position(RecordLayout.START).slice();
    }

    static UsageRecord decoded(UsageDraft draft) throws MalformedRecordException {
        return RecordCodec.decode(body(draft));
    }
}
