package io.meterweave.record;

import java.util.List;

/** Where the token counts come from. The ordinal is part of the stored format: append, never reorder. */
public enum TokensSource {
    /** By the provider or the engine. */
    REPORTED("reported"),
    /** By the model's own tokenizer or from the tensors that it read. */
    COUNTED("counted"),
    /** From something that only bounds the count such as a padded shape. */
    ESTIMATED("estimated");

    /** All, by ordinal. */
    public static final List<TokensSource> ALL = List.of(values());

    private final String word;

    TokensSource(String word) {
        this.word = word;
    }

    /** The word on the wire. */
    public String word() {
        return word;
    }
}
