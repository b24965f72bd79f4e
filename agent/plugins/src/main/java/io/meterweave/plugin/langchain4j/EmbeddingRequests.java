package io.meterweave.plugin.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import io.meterweave.plugin.Inference;
import org.jspecify.annotations.Nullable;

/** The same as {@link EmbeddingUsageReader}, of classes that older versions do not have. */
final class EmbeddingRequests {
    private static final EmbeddingUsageReader.Entry DO_EMBED = new EmbeddingUsageReader.Entry();

    private EmbeddingRequests() {}

    static @Nullable Inference begin(EmbeddingModel model, @Nullable EmbeddingRequest request, Class<?> declaring) {
        return request == null
                ? EmbeddingUsageReader.begin(DO_EMBED, model, null, null, declaring)
                : EmbeddingUsageReader.begin(DO_EMBED, model, request.inputs(), request.modelName(), declaring);
    }

    static void end(Inference inference, @Nullable EmbeddingResponse response, @Nullable Throwable thrown) {
        try {
            if (response != null && response.metadata() != null) {
                TokenUsages.read(inference, response.metadata().tokenUsage(), false);
            }
        } catch (Throwable e) {
            inference.readerFailed(e);
        }
        inference.finish(thrown);
    }
}
