package io.meterweave.it.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * What the server answers, by the model that is asked: one whose name begins with {@code busy} is rate-limited, with
 * {@code broken} fails, with {@code silent} leaves the usage out. Any other calls the first tool that it is offered, once,
 * and then answers.
 */
public record Answer(int status, ObjectNode body) {
    public static final String VERSION = "-2026-01-01";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final float[] VECTOR = {0.5f, -0.25f, 0.125f};

    /** Usage of one answer. */
    public record Tokens(long input, long cached, long output, long reasoning) {
        /** Of an answer that calls a tool. */
        public static final Tokens CALLING = new Tokens(100, 64, 20, 8);
        /** Of one that has a tool's result. */
        public static final Tokens WITH_RESULT = new Tokens(150, 96, 30, 0);
        /** Of one that answers at once. */
        public static final Tokens AT_ONCE = new Tokens(40, 32, 10, 4);
        /** For each text that is embedded. */
        public static final long EMBEDDED = 5;
    }

    static Answer error(int status, String type, String message) {
        ObjectNode body = JSON.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .putNull("code");
        return new Answer(status, body);
    }

    static Answer toChat(JsonNode request) {
        String model = request.get("model").asText();
        if (model.startsWith("busy")) {
            return error(429, "rate_limit_exceeded", "Rate limit reached");
        }
        if (model.startsWith("broken")) {
            return error(500, "server_error", "The server had an error");
        }
        JsonNode messages = request.get("messages");
        boolean result =
                "tool".equals(messages.get(messages.size() - 1).get("role").asText());
        boolean calls = request.has("tools") && !result;
        ObjectNode body = JSON.objectNode();
        body.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1_790_000_000L);
        body.put("model", model + VERSION);
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0)
                .put("finish_reason", calls ? "tool_calls" : "stop")
                .putNull("logprobs");
        ObjectNode message = choice.putObject("message");
        message.put("role", "assistant").putNull("refusal");
        if (calls) {
            message.putNull("content");
            ObjectNode call = message.putArray("tool_calls").addObject();
            call.put("id", "call_1").put("type", "function");
            call.putObject("function")
                    .put("name", request.at("/tools/0/function/name").asText())
                    .put("arguments", "{}");
        } else {
            message.put("content", "A completion that nobody may record.");
        }
        if (!model.startsWith("silent")) {
            usage(body, calls ? Tokens.CALLING : result ? Tokens.WITH_RESULT : Tokens.AT_ONCE);
        }
        return new Answer(200, body);
    }

    private static void usage(ObjectNode body, Tokens tokens) {
        ObjectNode usage = body.putObject("usage");
        usage.put("prompt_tokens", tokens.input).put("completion_tokens", tokens.output);
        usage.put("total_tokens", tokens.input + tokens.output);
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", tokens.cached)
                .put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", tokens.reasoning)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
    }

    static Answer toEmbeddings(JsonNode request) {
        ObjectNode body = JSON.objectNode();
        body.put("object", "list").put("model", request.get("model").asText() + VERSION);
        boolean base64 = "base64".equals(request.path("encoding_format").asText());
        int texts = request.get("input").isArray() ? request.get("input").size() : 1;
        ArrayNode data = body.putArray("data");
        for (int i = 0; i < texts; i++) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", i);
            if (base64) {
                one.put("embedding", base64());
            } else {
                ArrayNode vector = one.putArray("embedding");
                for (float value : VECTOR) {
                    vector.add(value);
                }
            }
        }
        body.putObject("usage")
                .put("prompt_tokens", texts * Tokens.EMBEDDED)
                .put("total_tokens", texts * Tokens.EMBEDDED);
        return new Answer(200, body);
    }

    private static String base64() {
        ByteBuffer bytes = ByteBuffer.allocate(VECTOR.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : VECTOR) {
            bytes.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
