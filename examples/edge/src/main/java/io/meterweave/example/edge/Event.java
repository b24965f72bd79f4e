package io.meterweave.example.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A CloudEvent as it was received, not a byte of it changed: manifests seal bytes. */
final class Event {
    static final String USAGE = "io.meterweave.usage.v1";
    static final String LOSS = "io.meterweave.loss.v1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");

    private final byte[] bytes;
    private final JsonNode json;

    private Event(byte[] bytes, JsonNode json) {
        this.bytes = bytes;
        this.json = json;
    }

    /**
     * One event.
     *
     * @throws IOException where it is no CloudEvent of version 1.0
     */
    static Event of(byte[] bytes) throws IOException {
        JsonNode json = JSON.readTree(bytes);
        for (String name : REQUIRED) {
            if (json.path(name).asText().isEmpty()) {
                throw new IOException("an event without " + name);
            }
        }
        if (!json.path("specversion").asText().equals("1.0")) {
            throw new IOException("an event of version " + json.path("specversion"));
        }
        return new Event(bytes, json);
    }

    /**
     * The events of a batch in JSON, an array (CloudEvents JSON format 1.0, section 4).
     *
     * @throws IOException where it is none, or something of it is no event: a batch is taken as a whole
     */
    static List<Event> batch(byte[] array) throws IOException {
        List<Event> events = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(array)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("no array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int upTo = (int) parser.currentLocation().getByteOffset();
                events.add(of(Arrays.copyOfRange(array, from, upTo)));
            }
            if (parser.nextToken() != null) {
                throw new IOException("something behind the array");
            }
        }
        return events;
    }

    byte[] bytes() {
        return bytes;
    }

    JsonNode json() {
        return json;
    }

    /** What is unique of an event: its source and its id, together (CloudEvents 1.0, section 3.1.1). */
    String key() {
        return json.path("source").asText() + " " + json.path("id").asText();
    }

    String type() {
        return json.path("type").asText();
    }

    JsonNode data() {
        return json.path("data");
    }
}
