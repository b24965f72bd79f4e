package io.meterweave.plugin.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.Translator;
import io.meterweave.plugin.Advice;
import io.meterweave.plugin.Inference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On {@code Predictor.batchPredict} and what overrides it: one inference, whatever the engine makes of it; one for each
 * request, where its inputs are those of a model server.
 */
public final class BatchAdvice {
    private BatchAdvice() {}

    /** Reads the number of inputs and starts the clock. */
    @Advice.OnEnter
    public static @Nullable Object enter(
            @Advice.This Predictor<?, ?> predictor,
            @Advice.DeclaringClass Class<?> declaring,
            @Advice.Field(value = "model", of = Predictor.class) Model model,
            @Advice.Field(value = "manager", of = Predictor.class) NDManager manager,
            @Advice.Field(value = "translator", of = Predictor.class) @Nullable Translator<?, ?> translator,
            @Advice.Argument(0) @Nullable List<?> inputs) {
        return DjlUsageReader.batch(predictor, declaring, model, manager, translator, inputs);
    }

    /** Stores the record. */
    @Advice.OnExit
    public static void exit(
            @Advice.Entered @Nullable Object inference,
            @Advice.Returned @Nullable List<?> outputs,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            DjlUsageReader.end((Inference) inference, outputs, thrown);
        }
    }
}
