package io.meterweave.exporter.http.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * OpenMeter v1: the content type is compared to the letter; events are taken one by one until one is wrong; what has a
 * known source and id is dropped in silence.
 */
final class OpenMeterServer extends BillingServer {
    private static final Set<String> ATTRIBUTES =
            Set.of("specversion", "type", "id", "source", "subject", "time", "data", "datacontenttype", "dataschema");

    private final JsonFormat format = new JsonFormat();

    OpenMeterServer() throws IOException {}

    @Override
    String path() {
        return "/api/v1/events";
    }

    @Override
    Reply ingest(Call call) throws IOException {
        if (!call.header("Authorization").equals("Bearer om_secret")) {
            return new Reply(401, "{\"title\":\"Unauthorized\"}");
        }
        if (!call.method().equals("POST")
                || !call.header("Content-Type").equals("application/cloudevents-batch+json")) {
            return new Reply(400, "{\"title\":\"Bad Request\",\"detail\":\"invalid content type\"}");
        }
        JsonNode events = JSON.readTree(call.body());
        if (!events.isArray() || events.isEmpty()) {
            return new Reply(400, "{\"title\":\"Bad Request\",\"detail\":\"no batch\"}");
        }
        for (JsonNode event : events) {
            if (event.path("subject").asText().startsWith("bad")) {
                return new Reply(400, "{\"title\":\"Bad Request\",\"detail\":\"event " + text(event, "id") + "\"}");
            }
            take(event);
        }
        return new Reply(204, "");
    }

    private void take(JsonNode event) {
        event.fieldNames().forEachRemaining(name -> {
            if (!ATTRIBUTES.contains(name)) {
                violations.add("attribute " + name);
            }
        });
        // OpenMeter has no types for Java; what it takes are CloudEvents, whose own types read them.
        CloudEvent read = format.deserialize(event.toString().getBytes(UTF_8));
        if (read.getSpecVersion() != SpecVersion.V1 || !read.getId().equals(text(event, "id"))) {
            violations.add("as a CloudEvent " + read);
        }
        Map<String, String> more = new LinkedHashMap<>();
        event.get("data").fieldNames().forEachRemaining(name -> more.put(name, text(event.get("data"), name)));
        // JSON numbers are read as float64: a string alone is exact.
        long value = Long.parseLong(more.remove("value"));
        billed.putIfAbsent(
                text(event, "source") + " " + text(event, "id"),
                new Billed(
                        text(event, "id"),
                        text(event, "type"),
                        text(event, "subject"),
                        value,
                        OffsetDateTime.parse(text(event, "time")).toInstant(),
                        more));
    }
}
