package io.meterweave.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The published schemas of {@code docs/schema}, compiled once; an event is held to the one that its type names. */
final class EventSchemas {
    private static final String TYPES = "io.meterweave.";
    private static final Map<String, Schema> BY_TYPE = new HashMap<>();

    static {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (String name : List.of("usage.v1", "manifest.v1", "loss.v1", "lifecycle.v1")) {
            JsonNode schema = read("/schema/" + name + ".json");
            Schema compiled =
                    registry.getSchema(SchemaLocation.of(schema.path("$id").asText()), schema);
            compiled.initializeValidators();
            BY_TYPE.put(TYPES + name, compiled);
        }
    }

    private EventSchemas() {}

    private static JsonNode read(String resource) {
        try (InputStream in = EventSchemas.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with an event; empty where nothing is. */
    static List<String> faults(JsonNode event) {
        Schema schema = BY_TYPE.get(event.path("type").asText());
        if (schema == null) {
            return List.of("no schema of type " + event.path("type"));
        }
        return schema.validate(event).stream().map(Error::toString).toList();
    }
}
