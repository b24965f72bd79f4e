package io.meterweave.example.embedding;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Counts a text's tokens with the model's own tokenizer, special tokens included and with the options that LangChain4j
 * gives it: what the model's attention mask adds up to, found without looking at the server.
 */
final class Tokens implements AutoCloseable {
    /** Where the tokenizer begins to cut. */
    static final int LIMIT = 128;

    private final HuggingFaceTokenizer tokenizer;

    Tokens() throws IOException {
        keepOffTheNetwork();
        try (InputStream file = Tokens.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            tokenizer = HuggingFaceTokenizer.newInstance(file, Map.of("padding", "false"));
        }
    }

    /** DJL asks a cloud's metadata address who it is and reports that, unless it is told to be offline. */
    static void keepOffTheNetwork() {
        System.setProperty("ai.djl.offline", "true");
    }

    int count(String text) {
        return tokenizer.encode(text, true, false).getIds().length;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
