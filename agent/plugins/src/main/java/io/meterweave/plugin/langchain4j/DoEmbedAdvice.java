package io.meterweave.plugin.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import io.meterweave.plugin.Advice;
import io.meterweave.plugin.Inference;
import org.jspecify.annotations.Nullable;

/** On {@code EmbeddingModel.doEmbed}, from 1.18 on: one inference, unless {@code embedAll} is open already. */
public final class DoEmbedAdvice {
    private DoEmbedAdvice() {}

    /** Counts the inputs and starts the clock. */
    @Advice.OnEnter
    public static @Nullable Object enter(
            @Advice.This EmbeddingModel model,
            @Advice.Argument(0) @Nullable EmbeddingRequest request,
            @Advice.DeclaringClass Class<?> declaring) {
        return EmbeddingRequests.begin(model, request, declaring);
    }

    /** Reads the usage and ends the inference. */
    @Advice.OnExit
    public static void exit(
            @Advice.Entered @Nullable Object inference,
            @Advice.Returned @Nullable EmbeddingResponse response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            EmbeddingRequests.end((Inference) inference, response, thrown);
        }
    }
}
