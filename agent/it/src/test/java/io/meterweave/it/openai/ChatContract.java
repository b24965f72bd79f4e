package io.meterweave.it.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What the reference demands of the body of {@code POST /v1/chat/completions}. */
final class ChatContract {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "stream",
            "temperature",
            "top_p",
            "n",
            "max_tokens",
            "max_completion_tokens",
            "seed",
            "user",
            "metadata",
            "store",
            "stop",
            "response_format",
            "presence_penalty",
            "frequency_penalty");

    private ChatContract() {}

    static void check(JsonNode body) {
        body.fieldNames()
                .forEachRemaining(field -> ContractException.check(
                        FIELDS.contains(field), "Unrecognized request argument supplied: " + field));
        ContractException.check(body.path("model").isTextual(), "model is no string");
        ContractException.check(
                body.path("stream").isMissingNode() || body.path("stream").isBoolean(), "stream is no boolean");
        ContractException.check(!body.path("stream").asBoolean(), "this server does not stream");
        if (body.has("tools")) {
            ContractException.check(
                    body.get("tools").isArray() && !body.get("tools").isEmpty(), "tools is empty");
            body.get("tools").forEach(ChatContract::tool);
        }
        JsonNode messages = body.path("messages");
        ContractException.check(messages.isArray() && !messages.isEmpty(), "messages is empty");
        Set<String> open = new HashSet<>();
        for (JsonNode message : messages) {
            message(message, open);
        }
        ContractException.check(open.isEmpty(), "tool calls without an answer: " + open);
    }

    private static void tool(JsonNode tool) {
        ContractException.check("function".equals(tool.path("type").asText()), "a tool's type is not function");
        JsonNode function = tool.path("function");
        ContractException.check(
                function.path("name").asText().matches("[a-zA-Z0-9_-]{1,64}"), "a function's name is " + function);
        ContractException.check(
                function.path("parameters").isMissingNode()
                        || "object"
                                .equals(function.path("parameters").path("type").asText()),
                "a function's parameters are no JSON Schema of an object");
    }

    /** Each tool call is answered by one tool message, before anybody says anything else. */
    private static void message(JsonNode message, Set<String> open) {
        String role = message.path("role").asText();
        JsonNode content = message.path("content");
        boolean said = content.isTextual() || content.isArray() && !content.isEmpty();
        switch (role) {
            case "tool" -> {
                String id = message.path("tool_call_id").asText();
                ContractException.check(open.remove(id), "a tool message for no tool call: " + id);
                ContractException.check(said, "a tool message without content");
            }
            case "system", "developer", "user" -> {
                ContractException.check(open.isEmpty(), "tool calls without an answer: " + open);
                ContractException.check(said, "a message without content");
            }
            case "assistant" -> {
                ContractException.check(open.isEmpty(), "tool calls without an answer: " + open);
                JsonNode calls = message.path("tool_calls");
                ContractException.check(said || calls.isArray() && !calls.isEmpty(), "an assistant that says nothing");
                for (JsonNode call : calls) {
                    ContractException.check("function".equals(call.path("type").asText()), "a call of no function");
                    ContractException.check(
                            call.path("function").path("name").isTextual()
                                    && call.path("function").path("arguments").isTextual(),
                            "a call without a name or without arguments");
                    ContractException.check(open.add(call.path("id").asText()), "two calls of one id");
                }
            }
            default -> throw new ContractException("a message of role " + role);
        }
    }
}
