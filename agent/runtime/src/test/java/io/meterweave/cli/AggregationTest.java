package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageDraft;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AggregationTest {
    private static final EpochIdentity EPOCH = new EpochIdentity("01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10", "s", "host-a");

    @Test
    void refusesMoreGroupsThanItMayHold() throws Exception {
        Aggregation usage = new Aggregation(Dimension.parse("subject"), Long.MIN_VALUE, 2);
        take(usage, "a");
        take(usage, "b");
        take(usage, "a");

        assertThatThrownBy(() -> take(usage, "c")).isInstanceOf(TooManyGroupsException.class);
        assertThat(usage.total().records()).isEqualTo(3);
    }

    private static void take(Aggregation usage, String subject) throws Exception {
        UsageDraft draft = new UsageDraft();
        draft.begin(Facts.NONE, Facts.NONE.with(Fact.SUBJECT, subject));
        int length = draft.encode();
        ByteBuffer body = ByteBuffer.wrap(draft.bytes(), RecordLayout.START, length - RecordLayout.START);
        JournalEntry entry = new JournalEntry(1, RecordType.USAGE, false, 0, 0, 0, body);
        usage.event(EPOCH, entry, RecordCodec.decode(body));
    }
}
