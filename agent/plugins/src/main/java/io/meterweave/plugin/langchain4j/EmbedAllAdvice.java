package io.meterweave.plugin.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.meterweave.plugin.Advice;
import io.meterweave.plugin.Inference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** On {@code EmbeddingModel.embedAll}: one inference, unless {@code doEmbed} is open already. */
public final class EmbedAllAdvice {
    private EmbedAllAdvice() {}

    /** Counts the texts and starts the clock. */
    @Advice.OnEnter
    public static @Nullable Object enter(
            @Advice.This EmbeddingModel model,
            @Advice.Argument(0) @Nullable List<?> segments,
            @Advice.DeclaringClass Class<?> declaring) {
        return EmbeddingUsageReader.embedAll(model, segments, declaring);
    }

    /** Reads the usage and ends the inference. */
    @Advice.OnExit
    public static void exit(
            @Advice.Entered @Nullable Object inference,
            @Advice.Returned @Nullable Response<?> response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            EmbeddingUsageReader.end((Inference) inference, response, thrown);
        }
    }
}
