package io.meterweave.plugin.springai;

import io.meterweave.plugin.EntryPoint;
import io.meterweave.plugin.FactsByName;
import io.meterweave.plugin.Implementations;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Layer;
import io.meterweave.plugin.Locality;
import io.meterweave.plugin.WeakTable;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/** Reads a chat's models and usage. Of its messages nothing is read. */
final class ChatUsageReader {
    private static final EntryPoint REMOTE = EntryPoint.of(Layer.CLIENT, Locality.REMOTE);
    private static final EntryPoint LOCAL = EntryPoint.of(Layer.CLIENT, Locality.LOCAL);
    private static final Implementations CHATS = new Implementations(ChatModel.class, "chat", Origins.BY_PACKAGE);
    static final FactsByName ANSWERED = new FactsByName(Facts.NONE, Fact.RESPONSE_MODEL);
    private static final WeakTable<ChatModel, String> DEFAULTS = new WeakTable<>();

    private ChatUsageReader() {}

    static @Nullable Inference begin(ChatModel model, @Nullable Prompt prompt, Class<?> declaring) {
        Implementations.Implementation known = CHATS.of(model, declaring);
        if (known == null) {
            return null;
        }
        String asked = null;
        Throwable failure = null;
        try {
            asked = asked(model, prompt);
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

    private static @Nullable String asked(ChatModel model, @Nullable Prompt prompt) {
        ChatOptions options = prompt == null ? null : prompt.getOptions();
        String name = options == null ? null : options.getModel();
        return name == null ? defaultModel(model) : name;
    }

    /** A model's defaults are copied whenever they are asked for, and do not change: they are asked for once. */
    private static @Nullable String defaultModel(ChatModel model) {
        String known = DEFAULTS.get(model);
        if (known == null) {
            ChatOptions defaults = model.getDefaultOptions();
            String name = defaults == null ? null : defaults.getModel();
            known = name == null ? "" : name;
            DEFAULTS.put(model, known);
        }
        return known;
    }

    static void end(Inference inference, @Nullable ChatResponse response, @Nullable Throwable thrown) {
        try {
            ChatResponseMetadata metadata = response == null ? null : response.getMetadata();
            if (metadata != null) {
                inference.more(ANSWERED.of(metadata.getModel()));
                Usages.chat(inference, metadata.getUsage());
            }
        } catch (Throwable e) {
            inference.readerFailed(e);
        }
        inference.finish(thrown);
    }
}
