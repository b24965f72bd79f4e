package io.meterweave.example.embedding;

import java.util.List;
import java.util.SplittableRandom;

/**
 * English sentences of 1 to 64 words, 3 to about 120 tokens: all below the length at which the tokenizer begins to cut,
 * where every count would agree whatever the text. The same index gives the same text in every run.
 */
final class Texts {
    private static final int MOST_WORDS = 64;
    private static final List<String> WORDS = List.of(
            ("a bill of the month was sent to each customer when an invoice had been paid and nothing is owed for"
                            + " unmetered tokens or embeddings that crashed halfway through reconciliation because"
                            + " the server, restarted twice, kept its journal: every record counts. Meters measure;"
                            + " auditors verify 1,024 idempotent retries without double-billing anyone!")
                    .split(" "));

    private Texts() {}

    static String text(int index) {
        SplittableRandom random = new SplittableRandom(index);
        int length = random.nextInt(1, MOST_WORDS + 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }
}
