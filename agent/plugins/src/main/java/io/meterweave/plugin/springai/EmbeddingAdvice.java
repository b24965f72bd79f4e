package io.meterweave.plugin.springai;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.Inference;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** On {@code EmbeddingModel.call(EmbeddingRequest)}: one inference. */
public final class EmbeddingAdvice {
    private EmbeddingAdvice() {}

    /** Counts the texts, reads which model is asked and starts the clock. */
    @Advice.OnEnter
    public static @Nullable Object enter(
            @Advice.This EmbeddingModel model,
            @Advice.Argument(0) @Nullable EmbeddingRequest request,
            @Advice.DeclaringClass Class<?> declaring) {
        return EmbeddingUsageReader.begin(model, request, declaring);
    }

    /** Reads the usage and ends the inference. */
    @Advice.OnExit
    public static void exit(
            @Advice.Entered @Nullable Object inference,
            @Advice.Returned @Nullable EmbeddingResponse response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            EmbeddingUsageReader.end((Inference) inference, response, thrown);
        }
    }
}
