package io.meterweave.it.app;

import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * Chats of Spring AI that call tools that call models, with the subject of each row of the table of stacks. Arguments: the
 * server's URL and the key.
 */
public final class SpringAiApp {
    private SpringAiApp() {}

    public static void main(String[] args) throws Exception {
        SpringAiModels models = new SpringAiModels(args[0], args[1]);
        ChatModel inner = models.chat("inner");
        EmbeddingModel embedding = models.embedding("embedder");
        Calls.as("chat", () -> chat(models.chat("plain")));
        Calls.as("chat-tool-chat", () -> chat(models.chat("outer", tool(() -> inner.call("ask")))));
        Calls.as("chat-tool-embedding", () -> chat(models.chat("outer", tool(() -> embedding.embed("x")))));
        try (OrtSession session = Engine.session(TinyOnnx.mask64())) {
            Calls.as(
                    "chat-tool-engine",
                    () -> chat(models.chat("outer", tool(() -> {
                        Engine.run(session, Engine.padded(5, 8));
                        return 5;
                    }))));
        }
        Calls.as("embeddings", () -> embedding.embed(List.of("a", "b", "c")).size());
        Calls.as("silent", () -> chat(models.chat("silent")));
        Calls.as("wrapper", () -> chat(new Wrapper(inner)));
        Calls.as("anonymous", () -> chat(anonymous(inner)));
        Calls.as("busy", () -> chat(models.chat("busy")));
        Calls.as("broken", () -> chat(models.chat("broken")));
        Calls.as(
                "tool-throws",
                () -> chat(models.chat("outer", tool(() -> {
                    throw new IllegalStateException("the tool failed");
                }))));
    }

    /** Runs the tools that are left to the application: none in 1.x, where {@code call} has run them. */
    private static String chat(ChatModel model) {
        ChatOptions options = model.getDefaultOptions();
        Prompt prompt = new Prompt("a prompt that nobody may record", options);
        ChatResponse response = model.call(prompt);
        ToolCallingManager tools = ToolCallingManager.builder().build();
        int calls = 1;
        while (response.hasToolCalls()) {
            ToolExecutionResult result = tools.executeToolCalls(prompt, response);
            prompt = new Prompt(result.conversationHistory(), options);
            response = model.call(prompt);
            calls++;
        }
        return "calls=" + calls;
    }

    private static ToolCallback tool(Callable<?> work) {
        ToolDefinition definition = ToolDefinition.builder()
                .name("work")
                .description("works")
                .inputSchema("{\"type\":\"object\",\"properties\":{}}")
                .build();
        return new ToolCallback() {
            @Override
            public ToolDefinition getToolDefinition() {
                return definition;
            }

            @Override
            public String call(String input) {
                try {
                    return "\"" + work.call().getClass().getSimpleName() + "\"";
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static ChatModel anonymous(ChatModel model) {
        return new ChatModel() {
            @Override
            public ChatResponse call(Prompt prompt) {
                return model.call(prompt);
            }

            @Override
            public ChatOptions getDefaultOptions() {
                return model.getDefaultOptions();
            }
        };
    }

    /** As applications write them to retry, to cache, to fall back. */
    private record Wrapper(ChatModel model) implements ChatModel {
        @Override
        public ChatResponse call(Prompt prompt) {
            return model.call(prompt);
        }

        @Override
        public ChatOptions getDefaultOptions() {
            return model.getDefaultOptions();
        }
    }
}
