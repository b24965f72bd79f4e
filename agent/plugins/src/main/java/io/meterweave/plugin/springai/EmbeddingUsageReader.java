package io.meterweave.plugin.springai;

import io.meterweave.plugin.EntryPoint;
import io.meterweave.plugin.Implementations;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Layer;
import io.meterweave.plugin.Locality;
import io.meterweave.record.Quantity;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/** Reads how many texts a call embeds, its models and its usage. Of the texts nothing is read. */
final class EmbeddingUsageReader {
    private static final EntryPoint REMOTE = EntryPoint.of(Layer.CLIENT, Locality.REMOTE);
    /** Each engine call has another part of the texts. */
    private static final EntryPoint LOCAL =
            EntryPoint.of(Layer.CLIENT, Locality.LOCAL).addingEngines();

    private static final Implementations EMBEDDINGS =
            new Implementations(EmbeddingModel.class, "embeddings", Origins.BY_PACKAGE);

    private EmbeddingUsageReader() {}

    static @Nullable Inference begin(EmbeddingModel model, @Nullable EmbeddingRequest request, Class<?> declaring) {
        Implementations.Implementation known = EMBEDDINGS.of(model, declaring);
        if (known == null) {
            return null;
        }
        String asked = null;
        long items = -1;
        Throwable failure = null;
        try {
            if (request != null) {
                items = request.getInstructions().size();
                EmbeddingOptions options = request.getOptions();
                asked = options == null ? null : options.getModel();
            }
        } catch (Throwable e) {
            failure = e;
        }
        EntryPoint at = known.locality() == Locality.LOCAL ? LOCAL : REMOTE;
        Inference inference = Inference.open(at, known.asked().of(asked), model, declaring);
        if (inference != null) {
            inference.set(Quantity.ITEMS, items);
            if (failure != null) {
                inference.readerFailed(failure);
            }
            inference.start();
        }
        return inference;
    }

    static void end(Inference inference, @Nullable EmbeddingResponse response, @Nullable Throwable thrown) {
        try {
            EmbeddingResponseMetadata metadata = response == null ? null : response.getMetadata();
            if (metadata != null) {
                inference.more(ChatUsageReader.ANSWERED.of(metadata.getModel()));
                Usages.embedding(inference, metadata.getUsage());
            }
        } catch (Throwable e) {
            inference.readerFailed(e);
        }
        inference.finish(thrown);
    }
}
