package io.meterweave.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordRoundTripTest {
    @ParameterizedTest
    @EnumSource(Quantity.class)
    void aQuantityComesBackAlone(Quantity quantity) throws Exception {
        for (long value : new long[] {0, 1, 0x1234_5678_9abcL, Long.MAX_VALUE}) {
            UsageDraft draft = Drafts.draft(Facts.NONE);
            draft.set(quantity, value);
            UsageRecord record = Drafts.decoded(draft);
            for (Quantity each : Quantity.ALL) {
                assertThat(record.get(each))
                        .as("%s", each)
                        .isEqualTo(each == quantity ? OptionalLong.of(value) : OptionalLong.empty());
            }
        }
    }

    @Test
    void quantitiesKeepTheirPlacesInWhateverOrderTheyAreSet() throws Exception {
        List<Quantity> order = new ArrayList<>(Quantity.ALL);
        Collections.shuffle(order, new Random(7));
        UsageDraft draft = Drafts.draft(Facts.NONE);
        order.forEach(quantity -> draft.set(quantity, 1000L + quantity.ordinal()));
        draft.set(Quantity.ITEMS, -1);
        UsageRecord record = Drafts.decoded(draft);
        for (Quantity quantity : Quantity.ALL) {
            assertThat(record.get(quantity))
                    .as("%s", quantity)
                    .isEqualTo(
                            quantity == Quantity.ITEMS
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(1000L + quantity.ordinal()));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Fact.class, mode = EnumSource.Mode.EXCLUDE, names = "ATTRIBUTE")
    void aFactComesBackAlone(Fact fact) throws Exception {
        for (String value : List.of("x", "ä€😀\n\"", "é".repeat(128))) {
            UsageRecord record = Drafts.decoded(Drafts.draft(Facts.NONE.with(fact, value)));
            for (Fact each : Fact.ALL) {
                assertThat(record.get(each)).as("%s", each).isEqualTo(each == fact ? value : null);
            }
            assertThat(record.attributes()).isEmpty();
        }
    }

    @Test
    void laterFactsReplaceEarlierOnes() throws Exception {
        UsageDraft draft = new UsageDraft();
        draft.begin(
                Facts.NONE.with(Fact.PROVIDER, "a").with(Fact.SUBJECT, "model's"),
                Facts.NONE.with(Fact.SUBJECT, "scope's"));
        draft.more(Facts.NONE.with(Fact.ERROR_TYPE, "java.lang.Error"));
        UsageRecord record = Drafts.decoded(draft);
        assertThat(record.get(Fact.PROVIDER)).isEqualTo("a");
        assertThat(record.get(Fact.SUBJECT)).isEqualTo("scope's");
        assertThat(record.get(Fact.ERROR_TYPE)).isEqualTo("java.lang.Error");
    }

    @Test
    void attributesComeBackInOrder() throws Exception {
        Facts facts = Facts.NONE;
        for (String key : List.of("team", "a", "€".repeat(21), "team")) {
            facts = facts.withAttribute(key, "value of " + key.length());
        }
        assertThat(Drafts.decoded(Drafts.draft(facts.withAttribute("empty", "")))
                        .attributes())
                .containsExactly(
                        entry("team", "value of 4"),
                        entry("a", "value of 1"),
                        entry("€".repeat(21), "value of 21"),
                        entry("empty", ""));
    }

    @Test
    void everyCodeComesBackAndNoneIsUnknown() throws Exception {
        UsageRecord none = Drafts.decoded(Drafts.draft(Facts.NONE));
        assertThat(none.outcome()).isNull();
        assertThat(none.tokensSource()).isNull();
        assertThat(none.deviceTimeSource()).isNull();
        for (Outcome outcome : Outcome.ALL) {
            for (TokensSource tokens : TokensSource.ALL) {
                for (DeviceTimeSource time : DeviceTimeSource.ALL) {
                    UsageDraft draft = Drafts.draft(Facts.NONE);
                    draft.outcome(Outcome.INCOMPLETE); // Is replaced, not mixed with.
                    draft.tokensSource(tokens);
                    draft.deviceTimeSource(time);
                    draft.outcome(outcome);
                    UsageRecord record = Drafts.decoded(draft);
                    assertThat(record.outcome()).isEqualTo(outcome);
                    assertThat(record.tokensSource()).isEqualTo(tokens);
                    assertThat(record.deviceTimeSource()).isEqualTo(time);
                }
            }
        }
    }

    @Test
    void nothingIsLeftOfTheRecordBefore() throws Exception {
        UsageDraft draft = Drafts.draft(Facts.NONE.with(Fact.SUBJECT, "first"));
        draft.more(Facts.NONE.with(Fact.ERROR_TYPE, "e"));
        draft.outcome(Outcome.ERROR);
        Quantity.ALL.forEach(quantity -> draft.set(quantity, 9));
        draft.encode();
        draft.begin(Facts.NONE, Facts.NONE);
        draft.start(-5);
        UsageRecord record = Drafts.decoded(draft);
        assertThat(record.startNanos).isEqualTo(-5);
        assertThat(record.facts).containsOnlyNulls();
        assertThat(record.outcome()).isNull();
        assertThat(Quantity.ALL).allMatch(quantity -> record.get(quantity).isEmpty());
    }
}
