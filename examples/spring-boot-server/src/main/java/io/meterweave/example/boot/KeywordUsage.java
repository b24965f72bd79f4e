package io.meterweave.example.boot;

import io.meterweave.api.Usage;
import io.meterweave.api.UsageReader;
import java.util.List;

/** What a call of {@link Keywords#of} used: each word that it read and each that it found is a token. */
public final class KeywordUsage implements UsageReader {
    @Override
    public void arguments(Object[] arguments, Usage usage) {
        usage.inputTokens(Keywords.words((String) arguments[0]).count());
    }

    @Override
    public void result(Object result, Usage usage) {
        usage.outputTokens(((List<?>) result).size());
    }
}
