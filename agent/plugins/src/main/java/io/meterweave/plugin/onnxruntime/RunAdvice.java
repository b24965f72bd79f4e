package io.meterweave.plugin.onnxruntime;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtSession;
import io.meterweave.plugin.Advice;
import io.meterweave.plugin.Inference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** On {@code OrtSession.run}: one inference. */
public final class RunAdvice {
    private RunAdvice() {}

    /** Reads the inputs and starts the clock. */
    @Advice.OnEnter
    public static Object enter(
            @Advice.This OrtSession session, @Advice.Argument(0) Map<String, ? extends OnnxTensorLike> inputs) {
        return OnnxRuntimeUsageReader.begin(session, inputs);
    }

    /** Stores the record. */
    @Advice.OnExit
    public static void exit(@Advice.Entered @Nullable Object inference, @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            ((Inference) inference).finish(thrown);
        }
    }
}
