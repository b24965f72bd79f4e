package io.meterweave.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordLengthTest {
    private static final int ENTRY = 3 + Fact.MAX_BYTES;

    /** Facts of exactly so many bytes. */
    private static Facts facts(int bytes) {
        Facts facts = Facts.NONE;
        int left = bytes;
        while (left > 2 * ENTRY) {
            facts = facts.with(Fact.SUBJECT, "s".repeat(Fact.MAX_BYTES));
            left -= ENTRY;
        }
        facts = facts.with(Fact.SUBJECT, "s".repeat(left / 2 - 3));
        left -= left / 2;
        return facts.with(Fact.SUBJECT, "s".repeat(left - 3));
    }

    @Test
    void theLongestRecordIsKeptAndOneByteMoreIsNot() throws Exception {
        int room = RecordLayout.MAX_RECORD_BYTES - RecordLayout.QUANTITIES;
        for (int quantities = 0; quantities <= Quantity.ALL.size(); quantities++) {
            for (int over = -1; over <= 1; over++) {
                UsageDraft draft = Drafts.draft(facts(room - 8 * quantities + over));
                for (int i = 0; i < quantities; i++) {
                    draft.set(Quantity.ALL.get(i), i);
                }
                assertThat(draft.encode()).isEqualTo(RecordLayout.MAX_RECORD_BYTES + over);
                if (over <= 0) {
                    assertThat(new RecordCodec().fault(Drafts.record(draft))).isNull();
                    assertThat(Drafts.decoded(draft).get(Fact.SUBJECT)).isNotNull();
                }
            }
        }
    }

    @Test
    void whatIsTooLongIsTooLongWhateverTheBufferHasGrownTo() {
        UsageDraft draft = new UsageDraft();
        for (int bytes : new int[] {100, 700, 5000, 8100, 20_000, 8100, 8192, 9000, 70_000, 10}) {
            draft.begin(facts(bytes), Facts.NONE);
            assertThat(draft.encode()).isEqualTo(RecordLayout.QUANTITIES + bytes);
        }
        assertThat(draft.bytes().length).isLessThanOrEqualTo(2 * RecordLayout.MAX_RECORD_BYTES);
    }

    @Test
    void oneRecordsFactsNeverStayInTheNext() throws Exception {
        UsageDraft draft = new UsageDraft();
        Facts[] all = {
            Facts.NONE, Facts.NONE.with(Fact.SUBJECT, "acme"), Facts.NONE.with(Fact.SUBJECT, "bits"), Facts.NONE
        };
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            Facts payer = all[random.nextInt(all.length)];
            draft.begin(Facts.NONE.with(Fact.PROVIDER, "p" + random.nextInt(3)), payer);
            if (random.nextBoolean()) {
                draft.set(Quantity.ITEMS, i);
            }
            if (random.nextBoolean()) {
                draft.more(Facts.NONE.with(Fact.ERROR_TYPE, "e" + random.nextInt(2)));
            }
            draft.encode();
            String subject = payer == all[1] ? "acme" : payer == all[2] ? "bits" : null;
            assertThat(new RecordCodec().fault(Drafts.record(draft))).isNull();
            assertThat(Drafts.decoded(draft).get(Fact.SUBJECT)).isEqualTo(subject);
        }
    }

    @Test
    void factsThatDoNotFitAreRefusedNeverCut() {
        String most = "é".repeat(128);
        assertThat(Facts.fits(most)).isTrue();
        assertThat(Facts.NONE.with(Fact.SUBJECT, most).length()).isEqualTo(ENTRY);
        for (String refused : new String[] {"", most + "x", "€".repeat(86), "x".repeat(257)}) {
            assertThat(Facts.fits(refused)).as(refused).isFalse();
            assertThatThrownBy(() -> Facts.NONE.with(Fact.SUBJECT, refused))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 256");
        }
        assertThat(Facts.NONE.withAttribute("k".repeat(64), most)).isNotNull();
        assertThat(Facts.NONE.withAttribute("k".repeat(65), "v")).isNull();
        assertThat(Facts.NONE.withAttribute("é".repeat(33), "v")).isNull();
        assertThat(Facts.NONE.withAttribute("", "v")).isNull();
        assertThat(Facts.NONE.withAttribute("k", most + "x")).isNull();
    }
}
