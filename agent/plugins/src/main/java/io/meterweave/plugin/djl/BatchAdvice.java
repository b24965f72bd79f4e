package io.meterweave.plugin.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.Translator;
import io.meterweave.plugin.Inference;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * On {@code Predictor.batchPredict} and what overrides it: one inference, whatever the engine makes of it; one for each
 * request, where its inputs are those of a model server.
 */
public final class BatchAdvice {
    private BatchAdvice() {}

    /** Reads the number of inputs and starts the clock. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static @Nullable Object enter(
            @Advice.This Predictor<?, ?> predictor,
            @Advice.Origin Class<?> declaring,
            @Advice.FieldValue(value = "model", declaringType = Predictor.class) Model model,
            @Advice.FieldValue(value = "manager", declaringType = Predictor.class) NDManager manager,
            @Advice.FieldValue(value = "translator", declaringType = Predictor.class) @Nullable Translator<?, ?> translator,
            @Advice.Argument(0) @Nullable List<?> inputs) {
        return DjlUsageReader.batch(predictor, declaring, model, manager, translator, inputs);
    }

    /** Stores the record. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object inference,
            @Advice.Return @Nullable List<?> outputs,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            DjlUsageReader.end((Inference) inference, outputs, thrown);
        }
    }
}
