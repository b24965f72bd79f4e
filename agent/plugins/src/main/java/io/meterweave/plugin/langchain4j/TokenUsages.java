package io.meterweave.plugin.langchain4j;

import dev.langchain4j.model.output.TokenUsage;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.NumberPath;
import io.meterweave.plugin.TokenDetails;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads LangChain4j's usage object, in the form that each provider's module gives it. */
final class TokenUsages {
    private static final String MODEL = "dev.langchain4j.model.";

    private static final TokenDetails OPENAI = TokenDetails.inclusive(
            NumberPath.through("inputTokensDetails", "cachedTokens"),
            NumberPath.through("outputTokensDetails", "reasoningTokens"));

    private static final Map<String, TokenDetails> DETAILS = Map.of(
            MODEL + "openai.OpenAiTokenUsage",
            OPENAI,
            MODEL + "openaiofficial.OpenAiOfficialTokenUsage",
            OPENAI,
            MODEL + "anthropic.AnthropicTokenUsage",
            TokenDetails.besideInput(
                    NumberPath.through("cacheReadInputTokens"), NumberPath.through("cacheCreationInputTokens")),
            MODEL + "bedrock.BedrockTokenUsage",
            TokenDetails.besideInput(
                    NumberPath.through("cacheReadInputTokens"), NumberPath.through("cacheWriteInputTokens")),
            MODEL + "googleai.GoogleAiGeminiTokenUsage",
            TokenDetails.besideOutput(
                    NumberPath.through("cachedContentTokenCount"), NumberPath.through("thoughtsTokenCount")));

    private TokenUsages() {}

    static void read(Inference inference, @Nullable TokenUsage usage, boolean generates) {
        // In process, LangChain4j leaves out the special tokens that the model was given, and what it was given beyond
        // a limit.
        if (usage == null || (!generates && inference.engineCounted())) {
            return;
        }
        long input = number(usage.inputTokenCount());
        long output = generates ? number(usage.outputTokenCount()) : -1;
        if (input < 0 && output < 0) {
            return;
        }
        inference.set(Quantity.INPUT_TOKENS, input);
        inference.set(Quantity.OUTPUT_TOKENS, output);
        inference.tokensSource(TokensSource.REPORTED);
        TokenDetails details = DETAILS.get(usage.getClass().getName());
        if (details != null) {
            details.read(inference, usage, input, output);
        }
    }

    private static long number(@Nullable Integer value) {
        return value == null ? -1 : value;
    }
}
