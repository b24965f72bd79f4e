package io.meterweave.plugin.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.meterweave.plugin.Advice;
import io.meterweave.plugin.Inference;
import org.jspecify.annotations.Nullable;

/** On {@code ChatModel.doChat}, or an override of {@code chat}: one inference. */
public final class ChatAdvice {
    private ChatAdvice() {}

    /** Reads which model is asked and starts the clock. */
    @Advice.OnEnter
    public static @Nullable Object enter(
            @Advice.This ChatModel model,
            @Advice.Argument(0) @Nullable ChatRequest request,
            @Advice.DeclaringClass Class<?> declaring) {
        return ChatUsageReader.begin(model, request, declaring);
    }

    /** Reads the usage and ends the inference. */
    @Advice.OnExit
    public static void exit(
            @Advice.Entered @Nullable Object inference,
            @Advice.Returned @Nullable ChatResponse response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            ChatUsageReader.end((Inference) inference, response, thrown);
        }
    }
}
