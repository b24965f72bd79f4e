package io.meterweave.plugin.springai;

import io.meterweave.plugin.Inference;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** On {@code EmbeddingModel.call(EmbeddingRequest)}: one inference. */
public final class EmbeddingAdvice {
    private EmbeddingAdvice() {}

    /** Counts the texts, reads which model is asked and starts the clock. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static @Nullable Object enter(
            @Advice.This EmbeddingModel model,
            @Advice.Argument(0) @Nullable EmbeddingRequest request,
            @Advice.Origin Class<?> declaring) {
        return EmbeddingUsageReader.begin(model, request, declaring);
    }

    /** Reads the usage and ends the inference. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object inference,
            @Advice.Return @Nullable EmbeddingResponse response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            EmbeddingUsageReader.end((Inference) inference, response, thrown);
        }
    }
}
