package io.meterweave.plugin.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.meterweave.plugin.Inference;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code Predictor.streamingPredict}: the call that makes a stream; what is computed for it is metered step by step. */
public final class StreamAdvice {
    private StreamAdvice() {}

    /** Remembers whose steps the block's will be, and starts the clock. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static @Nullable Object enter(
            @Advice.This Predictor<?, ?> predictor,
            @Advice.Origin Class<?> declaring,
            @Advice.FieldValue(value = "model", declaringType = Predictor.class) Model model,
            @Advice.FieldValue(value = "manager", declaringType = Predictor.class) NDManager manager,
            @Advice.FieldValue(value = "block", declaringType = Predictor.class) @Nullable Block block) {
        return DjlUsageReader.stream(predictor, declaring, model, manager, block);
    }

    /** Stores the record: of a stream that was made it says that this is not all. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object inference, @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            DjlUsageReader.streamMade((Inference) inference, thrown);
        }
    }
}
