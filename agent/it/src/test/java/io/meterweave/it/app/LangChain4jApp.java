package io.meterweave.it.app;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/**
 * Embeddings and chats of LangChain4j, with the subject of each row of the table of stacks. Arguments: the server's URL and
 * the key.
 */
public final class LangChain4jApp {
    private static final List<TextSegment> TEXTS = List.of(
            TextSegment.from("one"),
            TextSegment.from("one two"),
            TextSegment.from("a third text, with a comma"),
            TextSegment.from("and a fourth one"),
            TextSegment.from("five"),
            TextSegment.from("the sixth is the longest of them all, to have another length"),
            TextSegment.from("seven"));

    private LangChain4jApp() {}

    public static void main(String[] args) {
        EmbeddingModel onPool = new AllMiniLmL6V2QuantizedEmbeddingModel();
        EmbeddingModel onCaller = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
        Calls.as(
                "one",
                () -> onPool.embed("embedding by ONNX Runtime in process")
                        .tokenUsage()
                        .inputTokenCount());
        Calls.as("batch", () -> onCaller.embedAll(TEXTS).tokenUsage().inputTokenCount());
        Calls.as("pool", () -> onPool.embedAll(TEXTS).tokenUsage().inputTokenCount());
        Calls.as("empty-text", () -> onCaller.embed("").content());
        String url = args[0] + "/v1";
        EmbeddingModel remote = OpenAiEmbeddingModel.builder()
                .baseUrl(url)
                .apiKey(args[1])
                .modelName("embedder")
                .maxRetries(0)
                .build();
        Calls.as("embeddings", () -> remote.embedAll(TEXTS).content().size());
        ChatModel chat = chat(url, args[1], "plain");
        Calls.as("chat", () -> chat.chat("a prompt that nobody may record").length());
        Calls.as("chat-request", () -> ask(chat));
        Calls.as("chat-embedding", () -> ask(new Retrieving(onCaller)));
        Calls.as("wrapper", () -> ask(new Wrapper(chat)));
        Calls.as("silent", () -> ask(chat(url, args[1], "silent")));
        Calls.as("busy", () -> ask(chat(url, args[1], "busy")));
        Calls.as("broken", () -> ask(chat(url, args[1], "broken")));
    }

    private static ChatModel chat(String url, String key, String model) {
        return OpenAiChatModel.builder()
                .baseUrl(url)
                .apiKey(key)
                .modelName(model)
                .maxRetries(0)
                .build();
    }

    private static int ask(ChatModel model) {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("a prompt that nobody may record"))
                .build();
        return model.chat(request).aiMessage().text().length();
    }

    /** An application's own client of a provider, that looks something up first. */
    private record Retrieving(EmbeddingModel embeddings) implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            int found = embeddings.embed("look up").content().dimension();
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("found " + found))
                    .modelName("gateway-model")
                    .tokenUsage(new TokenUsage(12, 3))
                    .build();
        }
    }

    /** As applications write them to retry, to cache, to fall back. */
    private record Wrapper(ChatModel model) implements ChatModel {
        @Override
        public ChatResponse chat(ChatRequest request) {
            return model.chat(request);
        }
    }
}
