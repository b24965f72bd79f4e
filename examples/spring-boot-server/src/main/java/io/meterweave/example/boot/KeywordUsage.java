package io.meterweave.example.boot;

import io.meterweave.api.Usage;
import io.meterweave.api.UsageReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call of {@link Keywords#of} used: each word that it read and each that it found is a token. */
public final class KeywordUsage implements UsageReader {
    @Override
    public void arguments(@Nullable Object[] arguments, Usage usage) {
        if (arguments[0] instanceof String text) {
            usage.inputTokens(Keywords.words(text).count());
        }
    }

    @Override
    public void result(@Nullable Object result, Usage usage) {
        if (result instanceof List<?> words) {
            usage.outputTokens(words.size());
        }
    }
}
