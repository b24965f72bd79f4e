package io.meterweave.plugin.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.meterweave.plugin.Inference;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code ChatModel.doChat}, or an override of {@code chat}: one inference. */
public final class ChatAdvice {
    private ChatAdvice() {}

    /** Reads which model is asked and starts the clock. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static @Nullable Object enter(
            @Advice.This ChatModel model,
            @Advice.Argument(0) @Nullable ChatRequest request,
            @Advice.Origin Class<?> declaring) {
        return ChatUsageReader.begin(model, request, declaring);
    }

    /** Reads the usage and ends the inference. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object inference,
            @Advice.Return @Nullable ChatResponse response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (inference != null) {
            ChatUsageReader.end((Inference) inference, response, thrown);
        }
    }
}
