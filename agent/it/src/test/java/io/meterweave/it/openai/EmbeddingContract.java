package io.meterweave.it.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What the reference demands of the body of {@code POST /v1/embeddings}. */
final class EmbeddingContract {
    private static final Set<String> FIELDS = Set.of("model", "input", "encoding_format", "dimensions", "user");
    private static final int MOST = 2048;

    private EmbeddingContract() {}

    static void check(JsonNode body) {
        body.fieldNames()
                .forEachRemaining(field -> ContractException.check(
                        FIELDS.contains(field), "Unrecognized request argument supplied: " + field));
        ContractException.check(body.path("model").isTextual(), "model is no string");
        String format = body.path("encoding_format").asText("float");
        ContractException.check(format.equals("float") || format.equals("base64"), "encoding_format is " + format);
        JsonNode input = body.path("input");
        ContractException.check(
                input.isTextual() || input.isArray() && !input.isEmpty() && input.size() <= MOST, "input is " + input);
        for (JsonNode text : input) {
            ContractException.check(text.isTextual() && !text.asText().isEmpty(), "an input is empty");
        }
    }
}
