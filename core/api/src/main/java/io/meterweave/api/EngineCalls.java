package io.meterweave.api;

/**
 * What the engine calls that a {@link MeterUsage} method makes itself mean to each other, such as its {@code OrtSession.run}s.
 * Device times always add up; this is about tokens and items.
 */
public enum EngineCalls {
    /**
     * One call: its tokens are the method's. Several: input and output tokens are unknown, because a loop may have given the
     * engine the same tokens again and again. Items add up.
     */
    UNDECLARED,

    /** Each call reads another part of the input: tokens and items add up. */
    PARTS,

    /**
     * A generation: the calls are its steps, in this order. Input tokens and items are those of the first step, which reads the
     * prompt. Each step that returns makes one output token for each of its items (a row of the batch, a beam); a step that
     * throws makes none. Tokens are unknown where a step does not tell its items, or where a call of another kind, such as a
     * predictor's, is part of the method. Not for models with an encoder: its call would count as a step.
     */
    STEPS
}
