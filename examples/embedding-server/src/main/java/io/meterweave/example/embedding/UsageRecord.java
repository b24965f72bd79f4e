package io.meterweave.example.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What the demo checks of one metered inference; null where the record does not say.
 *
 * @param id the record's own id
 * @param subject who is billed
 * @param requestId the attribute that the agent takes from a header
 * @param inputTokens the metered tokens
 */
record UsageRecord(
        String id,
        @Nullable String subject,
        @Nullable String requestId,
        @Nullable Long inputTokens) {

    static final String TYPE = "io.meterweave.usage.v1";

    static UsageRecord of(JsonNode event) {
        JsonNode data = event.path("data");
        JsonNode tokens = data.path("input_tokens");
        return new UsageRecord(
                event.path("id").asText(),
                text(event.path("subject")),
                text(data.path("attributes").path("request_id")),
                tokens.isIntegralNumber() ? tokens.longValue() : null);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
