package io.meterweave.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanIdsTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final UsageDraft draft = Drafts.draft(Facts.NONE.with(Fact.SUBJECT, "acme"));

    @Test
    void comeBackBesideTheOtherIds() throws Exception {
        draft.parent(0xfe);
        draft.scopeId(0xff);
        assertThat(draft.span(TRACE, SPAN)).isTrue();
        UsageRecord record = Drafts.decoded(draft);
        assertThat(record.get(Fact.TRACE_ID)).isEqualTo(TRACE);
        assertThat(record.get(Fact.SPAN_ID)).isEqualTo(SPAN);
        assertThat(record.get(Fact.PARENT)).isEqualTo("00000000000000fe");
        assertThat(record.get(Fact.SCOPE_ID)).isEqualTo("00000000000000ff");
        assertThat(record.get(Fact.SUBJECT)).isEqualTo("acme");
    }

    @Test
    void areNotThoseOfTheRecordBefore() throws Exception {
        draft.span(TRACE, SPAN);
        draft.encode();
        draft.begin(Facts.NONE, Facts.NONE);
        assertThat(Drafts.decoded(draft).facts).containsOnlyNulls();
    }

    @Test
    void areNothingElseThanHexadecimalDigits() throws Exception {
        assertThat(draft.span(TRACE + "0", SPAN)).isFalse();
        assertThat(draft.span(TRACE, SPAN.substring(1))).isFalse();
        assertThat(draft.span(TRACE.replace('a', 'A'), SPAN)).isFalse();
        assertThat(draft.span(TRACE, "b7ad6b716920333\"")).isFalse();
        assertThat(draft.span(TRACE, "b7ad6b716920333\u0131")).isFalse();
        assertThat(Drafts.decoded(draft).get(Fact.TRACE_ID)).isNull();
    }
}
