package io.meterweave.plugin.springai;

import io.meterweave.plugin.Inference;
import io.meterweave.plugin.NumberPath;
import io.meterweave.plugin.TokenDetails;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Reads Spring AI's usage object, and the provider's own inside of it. Where nothing was reported it has zeros: a call
 * without a single token is one whose usage is unknown.
 */
final class Usages {
    private static final TokenDetails ANTHROPIC = TokenDetails.besideInput(
            NumberPath.through("cacheReadInputTokens"), NumberPath.through("cacheCreationInputTokens"));

    private static final Map<String, TokenDetails> DETAILS = Map.of(
            "org.springframework.ai.openai.api.OpenAiApi$Usage",
            TokenDetails.inclusive(
                    NumberPath.through("promptTokensDetails", "cachedTokens"),
                    NumberPath.through("completionTokenDetails", "reasoningTokens")),
            "com.openai.models.completions.CompletionUsage",
            TokenDetails.inclusive(
                    NumberPath.through("promptTokensDetails", "cachedTokens"),
                    NumberPath.through("completionTokensDetails", "reasoningTokens")),
            "org.springframework.ai.anthropic.api.AnthropicApi$Usage",
            ANTHROPIC,
            "com.anthropic.models.messages.Usage",
            ANTHROPIC,
            "software.amazon.awssdk.services.bedrockruntime.model.TokenUsage",
            TokenDetails.besideInput(
                    NumberPath.through("cacheReadInputTokens"), NumberPath.through("cacheWriteInputTokens")),
            "com.google.genai.types.AutoValue_GenerateContentResponseUsageMetadata",
            TokenDetails.besideOutput(
                    NumberPath.through("cachedContentTokenCount"), NumberPath.through("thoughtsTokenCount")));

    private Usages() {}

    static void chat(Inference inference, @Nullable Usage usage) {
        if (usage == null || isEmpty(usage)) {
            return;
        }
        long input = number(usage.getPromptTokens());
        long output = number(usage.getCompletionTokens());
        inference.set(Quantity.INPUT_TOKENS, input);
        inference.set(Quantity.OUTPUT_TOKENS, output);
        inference.tokensSource(TokensSource.REPORTED);
        Object ofProvider = usage.getNativeUsage();
        TokenDetails details =
                ofProvider == null ? null : DETAILS.get(ofProvider.getClass().getName());
        if (details != null) {
            details.read(inference, ofProvider, input, output);
        }
    }

    /** Some providers' modules have the input tokens in the total only. */
    static void embedding(Inference inference, @Nullable Usage usage) {
        if (usage == null || isEmpty(usage)) {
            return;
        }
        long input = number(usage.getPromptTokens());
        inference.set(Quantity.INPUT_TOKENS, input > 0 ? input : number(usage.getTotalTokens()));
        inference.tokensSource(TokensSource.REPORTED);
    }

    private static boolean isEmpty(Usage usage) {
        return number(usage.getPromptTokens()) <= 0
                && number(usage.getCompletionTokens()) <= 0
                && number(usage.getTotalTokens()) <= 0;
    }

    private static long number(@Nullable Integer value) {
        return value == null ? -1 : value;
    }
}
