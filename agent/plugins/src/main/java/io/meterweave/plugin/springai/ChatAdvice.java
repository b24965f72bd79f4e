package io.meterweave.plugin.springai;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.Inference;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

/** On {@code ChatModel.call(Prompt)}: one inference. */
public final class ChatAdvice {
    private ChatAdvice() {}

    /** Reads which model is asked and starts the clock. */
    @Advice.OnEnter
    public static @Nullable Object enter(
            @Advice.This ChatModel model,
            @Advice.Argument(0) @Nullable Prompt prompt,
            @Advice.DeclaringClass Class<?> declaring) {
        return ChatUsageReader.begin(model, prompt, declaring);
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
