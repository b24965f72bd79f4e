package io.meterweave.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread's one draft, used for call after call. */
class RecordReuseTest {
    private static final List<Facts> MODELS = List.of(
            Facts.NONE, Facts.NONE.with(Fact.REQUEST_MODEL, "m"), Facts.NONE.with(Fact.REQUEST_MODEL, "a".repeat(200)));
    private static final List<Facts> SCOPES = List.of(
            Facts.NONE, Facts.NONE.with(Fact.SUBJECT, "acme"), Facts.NONE.with(Fact.SUBJECT, "emca"));
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

    private UsageDraft draft;
    private byte[] usual;
    private byte[] last;
    private int thrown;

    @Test
    @Timeout(60)
    void writesWhatAFreshOneWouldAfterAnEncodeThatWasThrownOut() throws Exception {
        Thread thread = new Thread(null, this::overflow, "overflows", 160 * 1024);
        thread.start();
        thread.join();
        assertThat(last).isEqualTo(usual);
        assertThat(thrown).isPositive();
    }

    private void overflow() {
        draft = new UsageDraft();
        few();
        usual = encoded(draft);
        for (int frames = 0; frames < 400; frames++) {
            few();
            draft.encode();
            many();
            int[] left = {frames / 4};
            try {
                descend(left, 0);
            } catch (StackOverflowError e) {
                // Comes from the stack's end, through all frames.
            }
            few();
            last = encoded(draft);
            if (!Arrays.equals(last, usual)) {
                return;
            }
        }
    }

    private void few() {
        draft.begin(MODELS.get(1), SCOPES.get(1));
        draft.start(1);
        draft.set(Quantity.INPUT_TOKENS, 2);
    }

    private void many() {
        draft.begin(MODELS.get(1), SCOPES.get(1));
        Quantity.ALL.forEach(quantity -> draft.set(quantity, -1L >>> 1));
    }

    /** So many frames from the stack's end, encodes a record with more quantities. */
    private int descend(int[] left, long room) {
        try {
            return 1 + descend(left, room);
        } catch (StackOverflowError e) {
            if (left[0]-- == 0) {
                thrown++;
                draft.encode();
                thrown--;
            }
            throw e;
        }
    }
}
