package io.meterweave.plugin.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.meterweave.plugin.Advice;
import io.meterweave.plugin.Inference;
import org.jspecify.annotations.Nullable;

/** On {@code Predictor.streamingPredict}: the call that makes a stream; what is computed for it is metered step by step. */
public final class StreamAdvice {
    private StreamAdvice() {}

    /** Remembers whose steps the block's will be, and starts the clock. */
    @Advice.OnEnter
    public static @Nullable Object enter(
            @Advice.This Predictor<?, ?> predictor,
            @Advice.DeclaringClass Class<?> declaring,
            @Advice.Field(value = "model", of = Predictor.class) Model model,
            @Advice.Field(value = "manager", of = Predictor.class) NDManager manager,
            @Advice.Field(value = "block", of = Predictor.class) @Nullable Block block) {
        return DjlUsageReader.stream(predictor, declaring, model, manager, block);
    }

    /** Stores the record: of a stream that was made it says that this is not all. */
    @Advice.OnExit
    public static void exit(@Advice.Entered @Nullable Object inference, @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            DjlUsageReader.streamMade((Inference) inference, thrown);
        }
    }
}
