package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads one line as a CloudEvent, and holds it to its published schema and to what docs/usage-record.md says beyond that. */
public final class EventLines {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private EventLines() {}

    public static Event parse(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
        assertThat(EventSchemas.faults(json)).as(line).isEmpty();
        assertThat(json.get("partitionkey")).as(line).isEqualTo(json.get("subject"));
        OffsetDateTime.parse(json.path("time").asText());
        Event event = identified(line, json);
        switch (event.type()) {
            case Event.USAGE -> checkUsage(event);
            case Event.MANIFEST -> ManifestLines.checkManifest(event);
            case Event.LOSS -> ManifestLines.checkLoss(event);
            default -> {}
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

    /** What every plugin so far says, although the schema does not ask for it. */
    private static void checkUsage(Event event) {
        assertThat(event.text("outcome")).as(event.line()).isNotEmpty();
        if (event.has("provider")) { // Without one it may be recorded by hand, by somebody who does not know the time.
            assertThat(event.number("wall_time_ns")).as(event.line()).isPositive();
        }
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
