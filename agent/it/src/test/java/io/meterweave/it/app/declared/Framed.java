package io.meterweave.it.app.declared;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.meterweave.api.MeterUsage;

/** A model of the application's own, whose method a plugin hooks too; and one of which the annotation says another locality. */
public final class Framed {
    private Framed() {}

    public static void main(String[] args) {
        System.out.println(new Remote().chat("a prompt") + new Local().chat("a prompt"));
    }

    static final class Remote implements ChatModel {
        @Override
        @MeterUsage(operation = "mine", remote = true)
        public ChatResponse doChat(ChatRequest request) {
            return answer();
        }
    }

    static final class Local implements ChatModel {
        @Override
        @MeterUsage(operation = "mine")
        public ChatResponse doChat(ChatRequest request) {
            return answer();
        }
    }

    private static ChatResponse answer() {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from("x"))
                .modelName("answered")
                .tokenUsage(new TokenUsage(3, 4))
                .build();
    }
}
