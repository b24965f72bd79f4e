package io.meterweave.record;

import java.util.List;

/**
 * What a usage record says in words: UTF-8 of at most {@value #MAX_BYTES} bytes, refused and counted where longer, never
 * cut (two customers could collide).
 *
 * <p>The ordinal plus one is the tag in the stored record: append, never reorder.
 */
public enum Fact {
    /** {@code chat}, {@code embeddings}, {@code predict}, … (OpenTelemetry's {@code gen_ai.operation.name}). */
    OPERATION("operation"),
    /** {@code openai}, {@code onnxruntime}, … (OpenTelemetry's {@code gen_ai.provider.name}). */
    PROVIDER("provider"),
    /** The model that was asked for or loaded. */
    REQUEST_MODEL("request_model"),
    /** The model that answered, as the provider names it. */
    RESPONSE_MODEL("response_model"),
    /** The version of the model. */
    MODEL_VERSION("model_version"),
    /** {@code cpu}, {@code gpu:0}, … */
    DEVICE("device"),
    /** The device's UUID. */
    DEVICE_ID("device_id"),
    /** The class name of what was thrown, or the provider's error code. */
    ERROR_TYPE("error_type"),
    /** The W3C trace id, 32 hexadecimal digits. */
    TRACE_ID("trace_id"),
    /** The W3C span id, 16 hexadecimal digits. */
    SPAN_ID("span_id"),
    /** The {@link #SCOPE_ID} of the inference that this one was made in. */
    PARENT("parent"),
    /** Who is billed; the event's own attribute, not a field of its data. */
    SUBJECT("subject"),
    /** One entry of the attributes: length of the key in one byte, key, value. May repeat. */
    ATTRIBUTE("attributes"),
    /** What the records of inferences that were made inside this one name as their {@link #PARENT}. */
    SCOPE_ID("scope_id"),
    /** {@code unattributed} where nobody was named and the {@link #SUBJECT} is the one configured for that; else absent. */
    SUBJECT_SOURCE("subject_source");

    /** The longest fact in bytes of UTF-8; an attribute's key (64 bytes) and its length come on top. */
    public static final int MAX_BYTES = 256;

    /** All facts, by ordinal. */
    public static final List<Fact> ALL = List.of(values());

    private final String field;

    Fact(String field) {
        this.field = field;
    }

    /** The field's name in the event's data. */
    public String field() {
        return field;
    }

    /** The fact's number in the stored record. */
    public byte tag() {
        return (byte) (ordinal() + 1);
    }
}
