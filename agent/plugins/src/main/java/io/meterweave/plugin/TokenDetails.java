package io.meterweave.plugin;

import io.meterweave.record.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's usage says beside input and output, and whether it counts in the record's meaning: there, input
 * includes what was read from and written to a cache, and output includes reasoning.
 */
public final class TokenDetails {
    private final NumberPath cacheRead;
    private final @Nullable NumberPath cacheCreation;
    private final @Nullable NumberPath reasoning;
    private final boolean inputWithoutCache;
    private final boolean outputWithoutReasoning;

    private TokenDetails(
            NumberPath cacheRead,
            @Nullable NumberPath cacheCreation,
            @Nullable NumberPath reasoning,
            boolean inputWithoutCache,
            boolean outputWithoutReasoning) {
        this.cacheRead = cacheRead;
        this.cacheCreation = cacheCreation;
        this.reasoning = reasoning;
        this.inputWithoutCache = inputWithoutCache;
        this.outputWithoutReasoning = outputWithoutReasoning;
    }

    /** As OpenAI has it: input includes cached, output includes reasoning. */
    public static TokenDetails inclusive(NumberPath cacheRead, NumberPath reasoning) {
        return new TokenDetails(cacheRead, null, reasoning, false, false);
    }

    /** As Anthropic and Bedrock have it: input is what neither was read from a cache nor written to one. */
    public static TokenDetails besideInput(NumberPath cacheRead, NumberPath cacheCreation) {
        return new TokenDetails(cacheRead, cacheCreation, null, true, false);
    }

    /** As Gemini has it: input includes cached, output is what was not reasoning. */
    public static TokenDetails besideOutput(NumberPath cacheRead, NumberPath reasoning) {
        return new TokenDetails(cacheRead, null, reasoning, false, true);
    }

    /**
     * Reads the details from a provider's usage.
     *
     * @param input the input tokens as the provider counts them, negative where unknown
     * @param output the output tokens as the provider counts them, negative where unknown
     */
    public void read(Inference inference, Object usage, long input, long output) {
        long read = cacheRead.read(usage);
        long created = cacheCreation == null ? -1 : cacheCreation.read(usage);
        long reasoned = reasoning == null ? -1 : reasoning.read(usage);
        inference.set(Quantity.CACHE_READ_INPUT_TOKENS, read);
        inference.set(Quantity.CACHE_CREATION_INPUT_TOKENS, created);
        inference.set(Quantity.REASONING_OUTPUT_TOKENS, reasoned);
        if (inputWithoutCache && input >= 0) {
            inference.set(Quantity.INPUT_TOKENS, input + Math.max(read, 0) + Math.max(created, 0));
        }
        if (outputWithoutReasoning && output >= 0) {
            inference.set(Quantity.OUTPUT_TOKENS, output + Math.max(reasoned, 0));
        }
    }
}
