package io.meterweave.plugin.langchain4j;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * LangChain4j ({@code dev.langchain4j:langchain4j-core}, 1.0.0 and newer): what implements its {@code ChatModel} and its
 * {@code EmbeddingModel}.
 *
 * <p>A chat is {@code doChat}, or {@code chat(ChatRequest)} in a class that overrides that instead. An embedding is
 * {@code embedAll} or {@code doEmbed}, whichever is entered first.
 *
 * <p>Not metered: {@code StreamingChatModel}; {@code doChatAsync} and {@code doEmbedAsync} where an implementation does not
 * end in one of the methods above; batch, image, audio, moderation and scoring models. Versions before 1.0.0, whose
 * {@code ChatLanguageModel} is another interface.
 */
public final class LangChain4jPlugin implements Plugin {
    private static final String MODEL = "dev.langchain4j.model.";
    private static final String CHAT = MODEL + "chat.ChatModel";
    private static final String CHAT_REQUEST = MODEL + "chat.request.ChatRequest";
    private static final String EMBEDDING = MODEL + "embedding.EmbeddingModel";
    private static final String PACKAGE = "io.meterweave.plugin.langchain4j.";

    @Override
    public String name() {
        return "langchain4j";
    }

    @Override
    public List<String> quantities() {
        return List.of(
                "input_tokens",
                "output_tokens",
                "cache_read_input_tokens",
                "cache_creation_input_tokens",
                "reasoning_output_tokens",
                "items",
                "device_time_ns",
                "wall_time_ns");
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                Hook.onSubtypes(
                        CHAT,
                        Hook.Need.FIRST,
                        PACKAGE + "ChatAdvice",
                        method("doChat", CHAT_REQUEST),
                        method("chat", CHAT_REQUEST)),
                Hook.onSubtypes(
                        EMBEDDING, Hook.Need.ANY, PACKAGE + "EmbedAllAdvice", method("embedAll", "java.util.List")),
                Hook.onSubtypes(
                        EMBEDDING,
                        Hook.Need.OPTIONAL,
                        PACKAGE + "DoEmbedAdvice",
                        method("doEmbed", MODEL + "embedding.request.EmbeddingRequest")));
    }
}
