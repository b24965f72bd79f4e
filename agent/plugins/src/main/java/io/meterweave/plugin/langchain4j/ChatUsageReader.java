package io.meterweave.plugin.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.meterweave.plugin.EntryPoint;
import io.meterweave.plugin.FactsByName;
import io.meterweave.plugin.Implementations;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Layer;
import io.meterweave.plugin.Locality;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import org.jspecify.annotations.Nullable;

/** Reads a chat's models and usage. Of its messages nothing is read. */
final class ChatUsageReader {
    private static final EntryPoint REMOTE = EntryPoint.of(Layer.CLIENT, Locality.REMOTE);
    private static final EntryPoint LOCAL = EntryPoint.of(Layer.CLIENT, Locality.LOCAL);
    private static final Implementations CHATS = new Implementations(ChatModel.class, "chat", Origins.BY_PACKAGE);
    private static final FactsByName ANSWERED = new FactsByName(Facts.NONE, Fact.RESPONSE_MODEL);

    private ChatUsageReader() {}

    static @Nullable Inference begin(ChatModel model, @Nullable ChatRequest request, Class<?> declaring) {
        Implementations.Implementation known = CHATS.of(model, declaring);
        if (known == null) {
            return null;
        }
        String asked = null;
        Throwable failure = null;
        try {
            asked = request == null ? null : request.modelName();
        } catch (Throwable e) {
            failure = e;
        }
        EntryPoint at = known.locality() == Locality.LOCAL ? LOCAL : REMOTE;
        Inference inference = Inference.open(at, known.asked().of(asked), model, declaring);
        if (inference != null) {
            if (failure != null) {
                inference.readerFailed(failure);
            }
            inference.start();
        }
        return inference;
    }

    static void end(Inference inference, @Nullable ChatResponse response, @Nullable Throwable thrown) {
        try {
            if (response != null) {
                inference.more(ANSWERED.of(response.modelName()));
                TokenUsages.read(inference, response.tokenUsage(), true);
            }
        } catch (Throwable e) {
            inference.readerFailed(e);
        }
        inference.finish(thrown);
    }
}
