package io.meterweave.api;

/** How sure token counts are that an application gives; {@code tokens_source} in the usage record. */
public enum TokensOrigin {
    /** The provider or the engine has reported them. */
    REPORTED,
    /** Counted with the model's own tokenizer. */
    COUNTED,
    /** Taken from something that only comes near, such as a number of characters. */
    ESTIMATED
}
