package io.meterweave.it;

import com.fasterxml.jackson.databind.JsonNode;

/** One dumped line. */
public record Event(String line, String id, String epoch, long sequence, String type, JsonNode json) {
    public static final String USAGE = "io.meterweave.usage.v1";
    public static final String MANIFEST = "io.meterweave.manifest.v1";
    public static final String LOSS = "io.meterweave.loss.v1";
    public static final String LIFECYCLE = "io.meterweave.lifecycle.v1";

    public boolean usage() {
        return type.equals(USAGE);
    }

    public JsonNode data() {
        return json.get("data");
    }

    /** A field of the data as text; empty where it is absent. */
    public String text(String field) {
        return data().path(field).asText("");
    }

    /** A number of the data, which must be there. */
    public long number(String field) {
        JsonNode value = data().get(field);
        if (value == null || !value.isIntegralNumber()) {
            throw new AssertionError(field + " is no integer in " + line);
        }
        return value.longValue();
    }

    public boolean has(String field) {
        return data().has(field);
    }

    public String subject() {
        return json.path("subject").asText("");
    }

    public String attribute(String key) {
        return data().path("attributes").path(key).asText("");
    }
}
