package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads one line as a CloudEvent, and holds it to what docs/usage-record.md says of every event. */
public final class EventLines {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> TYPES = Set.of(Event.USAGE, Event.MANIFEST, Event.LOSS, Event.LIFECYCLE);
    private static final Set<String> ATTRIBUTES = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "datacontenttype",
            "sequence",
            "partitionkey",
            "data");
    private static final Set<String> USAGE_FIELDS = Set.of(
            "operation",
            "provider",
            "request_model",
            "response_model",
            "model_version",
            "input_tokens",
            "output_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens",
            "reasoning_output_tokens",
            "tokens_source",
            "items",
            "device",
            "device_id",
            "device_time_ns",
            "device_time_source",
            "wall_time_ns",
            "time_to_first_token_ns",
            "outcome",
            "error_type",
            "attempts",
            "recovered",
            "trace_id",
            "span_id",
            "parent",
            "attributes");

    private EventLines() {}

    public static Event parse(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
        assertThat(json.isObject()).as(line).isTrue();
        assertThat(names(json)).as(line).isSubsetOf(ATTRIBUTES);
        assertThat(json.path("specversion").asText()).as(line).isEqualTo("1.0");
        assertThat(json.path("datacontenttype").asText()).as(line).isEqualTo("application/json");
        assertThat(json.path("source").asText()).as(line).matches("/meterweave/[^/]+/[^/]+");
        assertThat(json.path("type").asText()).as(line).isIn(TYPES);
        assertThat(json.path("data").isObject()).as(line).isTrue();
        assertThat(json.get("partitionkey")).as(line).isEqualTo(json.get("subject"));
        OffsetDateTime.parse(json.path("time").asText());
        Event event = identified(line, json);
        switch (event.type()) {
            case Event.USAGE -> checkUsage(event);
            case Event.MANIFEST -> ManifestLines.checkManifest(event);
            case Event.LOSS -> ManifestLines.checkLoss(event);
            default -> assertThat(event.text("event")).as(line).matches("[a-z_]+");
        }
        return event;
    }

    private static Event identified(String line, JsonNode json) {
        String id = json.path("id").asText();
        int dot = id.indexOf('.');
        assertThat(dot).as(line).isPositive();
        String epoch = id.substring(0, dot);
        long sequence = Long.parseLong(id.substring(dot + 1));
        assertThat(UUID.fromString(epoch).version()).as("epoch of " + line).isEqualTo(7);
        assertThat(id).as(line).isEqualTo(UUID.fromString(epoch) + "." + sequence);
        assertThat(json.path("sequence").asText()).as(line).isEqualTo(String.format("%019d", sequence));
        return new Event(line, id, epoch, sequence, json.path("type").asText(), json);
    }

    private static void checkUsage(Event event) {
        assertThat(names(event.data()))
                .as(event.line())
                .isSubsetOf(USAGE_FIELDS)
                .contains("wall_time_ns");
        assertThat(event.text("outcome")).as(event.line()).isIn("ok", "error", "cancelled", "abandoned", "incomplete");
        assertThat(event.number("wall_time_ns")).as(event.line()).isPositive();
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
