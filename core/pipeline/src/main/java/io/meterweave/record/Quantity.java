package io.meterweave.record;

import java.util.List;

/**
 * What a usage record counts, as a signed 64-bit integer that is never negative. Absent means unknown, 0 means zero.
 *
 * <p>The ordinal is the bit in the record's mask and so part of the stored format: append, never reorder.
 */
public enum Quantity {
    /** Tokens that the model read, cached ones included (OpenTelemetry's {@code gen_ai.usage.input_tokens}). */
    INPUT_TOKENS("input_tokens"),
    /** Tokens that the model produced, reasoning included. */
    OUTPUT_TOKENS("output_tokens"),
    /** Input tokens served from the provider's cache; part of {@link #INPUT_TOKENS}. */
    CACHE_READ_INPUT_TOKENS("cache_read_input_tokens"),
    /** Input tokens written to the provider's cache; part of {@link #INPUT_TOKENS}. */
    CACHE_CREATION_INPUT_TOKENS("cache_creation_input_tokens"),
    /** Output tokens spent on reasoning; part of {@link #OUTPUT_TOKENS}. */
    REASONING_OUTPUT_TOKENS("reasoning_output_tokens"),
    /** Rows in the batch, 1 when it is none. */
    ITEMS("items"),
    /** Nanoseconds of the device, as {@link DeviceTimeSource} says. */
    DEVICE_TIME_NS("device_time_ns"),
    /** Nanoseconds from the call's entry to its end. */
    WALL_TIME_NS("wall_time_ns"),
    /** Nanoseconds from the call's entry to its first output token. */
    TIME_TO_FIRST_TOKEN_NS("time_to_first_token_ns"),
    /** Tries that the client made inside the call. */
    ATTEMPTS("attempts");

    /** All quantities, by ordinal. */
    public static final List<Quantity> ALL = List.of(values());

    /** Those that are tokens: one thing, known or unknown together with where they come from. */
    public static final List<Quantity> TOKENS = List.of(
            INPUT_TOKENS, OUTPUT_TOKENS, CACHE_READ_INPUT_TOKENS, CACHE_CREATION_INPUT_TOKENS, REASONING_OUTPUT_TOKENS);

    private final String field;

    Quantity(String field) {
        this.field = field;
    }

    /** The field's name in the event's data. */
    public String field() {
        return field;
    }
}
