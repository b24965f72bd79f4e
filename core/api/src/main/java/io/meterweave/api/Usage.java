package io.meterweave.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one inference used, as far as it is known. What was never set is unknown, which is not the same as 0. No method throws.
 *
 * <p>Numbers are never negative: setting a negative one makes it unknown. Texts have 1 to 256 bytes of UTF-8; the agent leaves
 * one out that has not, and counts it. Not safe for use by several threads at a time.
 */
public final class Usage {
    /** What a number is that was not set. */
    public static final long UNKNOWN = -1;

    private final Map<String, String> attributes = new LinkedHashMap<>();
    private @Nullable String subject;
    private boolean hasSubject;
    private TokensOrigin tokensOrigin = TokensOrigin.REPORTED;
    private @Nullable String operation;
    private @Nullable String provider;
    private @Nullable String model;
    private @Nullable String responseModel;
    private @Nullable String errorType;
    private long inputTokens = UNKNOWN;
    private long outputTokens = UNKNOWN;
    private long cacheReadInputTokens = UNKNOWN;
    private long cacheCreationInputTokens = UNKNOWN;
    private long reasoningOutputTokens = UNKNOWN;
    private long items = UNKNOWN;
    private long deviceTimeNs = UNKNOWN;
    private long wallTimeNs = UNKNOWN;
    private long timeToFirstTokenNs = UNKNOWN;

    /** Makes one of which nothing is known. */
    public Usage() {}

    private static long known(long number) {
        return number < 0 ? UNKNOWN : number;
    }

    /** Who pays; one that is null or does not fit is counted as {@code refused_subject}, and nobody pays. */
    public Usage subject(@Nullable String value) {
        subject = value;
        hasSubject = true;
        return this;
    }

    /** Who pays; null where that was not said, or with null. */
    public @Nullable String subject() {
        return subject;
    }

    /** Whether it was said who pays, be it with null. */
    public boolean hasSubject() {
        return hasSubject;
    }

    /** What was done: {@code chat}, {@code embeddings}, … */
    public Usage operation(@Nullable String value) {
        operation = value;
        return this;
    }

    /** The operation; null where it is unknown. */
    public @Nullable String operation() {
        return operation;
    }

    /** Who ran the model. */
    public Usage provider(@Nullable String value) {
        provider = value;
        return this;
    }

    /** The provider; null where it is unknown. */
    public @Nullable String provider() {
        return provider;
    }

    /** The model that was asked for. */
    public Usage model(@Nullable String value) {
        model = value;
        return this;
    }

    /** The model; null where it is unknown. */
    public @Nullable String model() {
        return model;
    }

    /** The model that answered, as the provider names it. */
    public Usage responseModel(@Nullable String value) {
        responseModel = value;
        return this;
    }

    /** The responseModel; null where it is unknown. */
    public @Nullable String responseModel() {
        return responseModel;
    }

    /** What it failed of, such as a class name or a provider's code; makes the outcome {@code error}. Of a method that is metered the agent knows it itself. */
    public Usage errorType(@Nullable String value) {
        errorType = value;
        return this;
    }

    /** The errorType; null where it is unknown. */
    public @Nullable String errorType() {
        return errorType;
    }

    /** Tokens that the model read, cached ones included. */
    public Usage inputTokens(long number) {
        inputTokens = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long inputTokens() {
        return inputTokens;
    }

    /** Tokens that the model produced, reasoning included. */
    public Usage outputTokens(long number) {
        outputTokens = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long outputTokens() {
        return outputTokens;
    }

    /** Adds output tokens, to none where they were unknown; a negative number adds nothing. */
    public Usage addOutputTokens(long number) {
        if (number >= 0) {
            outputTokens = known(Math.max(outputTokens, 0) + number);
        }
        return this;
    }

    /** Input tokens that were served from a cache; part of the input tokens. */
    public Usage cacheReadInputTokens(long number) {
        cacheReadInputTokens = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long cacheReadInputTokens() {
        return cacheReadInputTokens;
    }

    /** Input tokens that were written to a cache; part of the input tokens. */
    public Usage cacheCreationInputTokens(long number) {
        cacheCreationInputTokens = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long cacheCreationInputTokens() {
        return cacheCreationInputTokens;
    }

    /** Output tokens spent on reasoning; part of the output tokens. */
    public Usage reasoningOutputTokens(long number) {
        reasoningOutputTokens = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long reasoningOutputTokens() {
        return reasoningOutputTokens;
    }

    /** Inputs of the batch, 1 where it is none. */
    public Usage items(long number) {
        items = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long items() {
        return items;
    }

    /** Nanoseconds on the device, as it or the engine has measured them. */
    public Usage deviceTimeNs(long number) {
        deviceTimeNs = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long deviceTimeNs() {
        return deviceTimeNs;
    }

    /** Nanoseconds from the call's beginning to its end; of a method that is metered the agent takes them itself. */
    public Usage wallTimeNs(long number) {
        wallTimeNs = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long wallTimeNs() {
        return wallTimeNs;
    }

    /** Nanoseconds from the call's beginning to its first output token. */
    public Usage timeToFirstTokenNs(long number) {
        timeToFirstTokenNs = known(number);
        return this;
    }

    /** The number; {@link #UNKNOWN} where it is. */
    public long timeToFirstTokenNs() {
        return timeToFirstTokenNs;
    }

    /** Where the token counts come from: without this, {@link TokensOrigin#REPORTED}. Null is taken for that. */
    public Usage tokensOrigin(@Nullable TokensOrigin origin) {
        tokensOrigin = origin == null ? TokensOrigin.REPORTED : origin;
        return this;
    }

    /** Where the token counts come from. */
    public TokensOrigin tokensOrigin() {
        return tokensOrigin;
    }

    /**
     * Adds an attribute to the record, as {@link Scope#attribute(String, String)} does; together with the scope's it has at most
     * 8.
     */
    public Usage attribute(String key, String value) {
        attributes.put(key, value);
        return this;
    }

    /** The attributes that were added, in this order. */
    public Map<String, String> attributes() {
        return Collections.unmodifiableMap(attributes);
    }
}
