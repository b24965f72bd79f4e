package io.meterweave.record;

import java.util.List;

/** How an inference ended. The ordinal is part of the stored format: append, never reorder. */
public enum Outcome {
    /** It returned. */
    OK("ok"),
    /** It threw. */
    ERROR("error"),
    /** The caller gave it up. */
    CANCELLED("cancelled"),
    /** Its stream became unreachable or timed out. */
    ABANDONED("abandoned"),
    /** Something is missing: the process ended before it did, or its results were made after the call, unseen. */
    INCOMPLETE("incomplete");

    /** All, by ordinal. */
    public static final List<Outcome> ALL = List.of(values());

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** The word on the wire. */
    public String word() {
        return word;
    }
}
