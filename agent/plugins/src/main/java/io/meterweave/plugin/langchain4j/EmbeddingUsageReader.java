package io.meterweave.plugin.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.meterweave.plugin.EntryPoint;
import io.meterweave.plugin.Implementations;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Layer;
import io.meterweave.plugin.Locality;
import io.meterweave.record.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how many texts a batch of embeddings has, which model it is for, and its usage. Of the texts nothing is read. */
final class EmbeddingUsageReader {
    private static final Entry EMBED_ALL = new Entry();
    private static final Implementations EMBEDDINGS =
            new Implementations(EmbeddingModel.class, "embeddings", Origins.BY_PACKAGE);
    private static final String UNKNOWN = "unknown";
    /** Not in 1.0.0. */
    private static final boolean NAMED = hasModelName();

    private EmbeddingUsageReader() {}

    /** One hooked method. Each text is an engine call of its own, where it is an engine that embeds. */
    static final class Entry {
        private final EntryPoint remote = EntryPoint.of(Layer.CLIENT, Locality.REMOTE);
        private final EntryPoint local =
                EntryPoint.of(Layer.CLIENT, Locality.LOCAL).addingEngines();
    }

    private static boolean hasModelName() {
        try {
            EmbeddingModel.class.getMethod("modelName");
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    static @Nullable Inference embedAll(EmbeddingModel model, @Nullable List<?> segments, Class<?> declaring) {
        return begin(EMBED_ALL, model, segments, null, declaring);
    }

    static @Nullable Inference begin(
            Entry entry,
            EmbeddingModel model,
            @Nullable List<?> inputs,
            @Nullable String modelOfRequest,
            Class<?> declaring) {
        Implementations.Implementation known = EMBEDDINGS.of(model, declaring);
        if (known == null) {
            return null;
        }
        String asked = modelOfRequest;
        long items = -1;
        Throwable failure = null;
        try {
            asked = asked == null && NAMED ? model.modelName() : asked;
            items = inputs == null ? -1 : inputs.size();
        } catch (Throwable e) {
            failure = e;
        }
        Inference inference = Inference.open(
                known.locality() == Locality.LOCAL ? entry.local : entry.remote,
                known.asked().of(UNKNOWN.equals(asked) ? null : asked),
                model,
                declaring);
        if (inference != null) {
            inference.set(Quantity.ITEMS, items);
            if (failure != null) {
                inference.readerFailed(failure);
            }
            inference.start();
        }
        return inference;
    }

    static void end(Inference inference, @Nullable Response<?> response, @Nullable Throwable thrown) {
        try {
            TokenUsage usage = response == null ? null : response.tokenUsage();
            TokenUsages.read(inference, usage, false);
        } catch (Throwable e) {
            inference.readerFailed(e);
        }
        inference.finish(thrown);
    }
}
