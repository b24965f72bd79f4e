package io.meterweave.plugin.springai;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * Spring AI ({@code org.springframework.ai:spring-ai-model}, 1.0.0 and newer): what implements its {@code ChatModel} and
 * its {@code EmbeddingModel}.
 *
 * <p>In 1.x a chat runs the tools that the model asks for, and asks again, inside of {@code call}: that is one record, with
 * the sum that Spring AI makes of the usage (without cached and reasoning tokens, which it does not add up). What a tool
 * calls has records of its own. In 2.x the application, or its {@code ChatClient}, runs the tools between two calls.
 *
 * <p>Not metered: {@code stream}; image, audio, moderation and document-embedding models that do not end in
 * {@code EmbeddingModel.call}.
 */
public final class SpringAiPlugin implements Plugin {
    private static final String AI = "org.springframework.ai.";
    private static final String PACKAGE = "io.meterweave.plugin.springai.";

    @Override
    public String name() {
        return "springai";
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
                        AI + "chat.model.ChatModel",
                        Hook.Need.ANY,
                        PACKAGE + "ChatAdvice",
                        method("call", AI + "chat.prompt.Prompt")),
                Hook.onSubtypes(
                        AI + "embedding.EmbeddingModel",
                        Hook.Need.ANY,
                        PACKAGE + "EmbeddingAdvice",
                        method("call", AI + "embedding.EmbeddingRequest")));
    }
}
