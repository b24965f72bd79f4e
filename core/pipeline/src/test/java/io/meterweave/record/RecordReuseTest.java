package io.meterweave.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A thread's one draft, used for call after call. */
class RecordReuseTest {
    private static final List<Facts> MODELS = List.of(
            Facts.NONE, Facts.NONE.with(Fact.REQUEST_MODEL, "m"), Facts.NONE.with(Fact.REQUEST_MODEL, "a".repeat(200)));
    private static final List<Facts> SCOPES =
            List.of(Facts.NONE, Facts.NONE.with(Fact.SUBJECT, "acme"), Facts.NONE.with(Fact.SUBJECT, "emca"));
    private static final List<Facts> MORE =
            List.of(Facts.NONE, Facts.NONE.with(Fact.ERROR_TYPE, "e"), Facts.NONE.withAttribute("k", "v".repeat(250)));

    private static void fill(UsageDraft draft, long choice) {
        Random random = new Random(choice);
        draft.begin(MODELS.get(random.nextInt(3)), SCOPES.get(random.nextInt(3)));
        draft.start(random.nextLong());
        for (Quantity quantity : Quantity.ALL) {
            if (random.nextInt(3) == 0) {
                draft.set(quantity, random.nextInt(1000));
            }
        }
        if (random.nextBoolean()) {
            draft.more(MORE.get(random.nextInt(3)));
        }
        draft.outcome(Outcome.ALL.get(random.nextInt(Outcome.ALL.size())));
    }

    private static byte[] encoded(UsageDraft draft) {
        int length = draft.encode();
        return Arrays.copyOf(draft.bytes(), length);
    }

    @Test
    void writesWhatAFreshOneWould() {
        Random random = new Random(8);
        UsageDraft reused = new UsageDraft();
        for (int i = 0; i < 20_000; i++) {
            long choice = random.nextInt(50);
            UsageDraft fresh = new UsageDraft();
            fill(reused, choice);
            fill(fresh, choice);
            assertThat(encoded(reused)).isEqualTo(encoded(fresh));
        }
    }

    @Test
    void writesWhatAFreshOneWouldAfterAnEncodeThatWasThrownOut() throws Exception {
        UsageDraft draft = new UsageDraft();
        few(draft);
        byte[] usual = encoded(draft);
        Quantity.ALL.forEach(quantity -> draft.set(quantity, -1L >>> 1));
        Field mask = UsageDraft.class.getDeclaredField("mask");
        mask.setAccessible(true);
        // A quantity that there is not: throws when all others have been written, and nothing behind them.
        mask.setLong(draft, mask.getLong(draft) | 1L << 15);
        assertThatThrownBy(draft::encode).isInstanceOf(IndexOutOfBoundsException.class);
        few(draft);
        assertThat(encoded(draft)).isEqualTo(usual);
    }

    private static void few(UsageDraft draft) {
        draft.begin(MODELS.get(1), SCOPES.get(1));
        draft.start(1);
        draft.set(Quantity.INPUT_TOKENS, 2);
    }
}
