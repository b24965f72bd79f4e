package io.meterweave.exporter.http.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A receiver of CloudEvents after their HTTP binding: batched content mode, whose events the CloudEvents SDK reads; source
 * and id tell what is the same. One that it does not take spoils its batch, of which nothing is kept then.
 */
final class CloudEventsServer extends BillingServer {
    private final JsonFormat format = new JsonFormat();

    CloudEventsServer() throws IOException {}

    @Override
    String path() {
        return "/events";
    }

    @Override
    boolean takesGzip() {
        return true;
    }

    @Override
    Reply ingest(Call call) throws IOException {
        boolean known = call.header("Authorization").equals("Bearer ce_token")
                || call.header("X-Api-Key").equals("ce_key");
        if (!known) {
            return new Reply(401, "{\"error\":\"who are you, " + call.header("Authorization") + "?\"}");
        }
        if (!call.method().equals("POST")
                || !call.header("Content-Type").equals("application/cloudevents-batch+json")
                || !call.header("Content-Encoding").equals("gzip")) {
            return new Reply(415, "{\"error\":\"unsupported media type\"}");
        }
        JsonNode batch = JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(call.body())));
        if (!batch.isArray() || batch.isEmpty()) {
            return new Reply(400, "{\"error\":\"no batch\"}");
        }
        Map<String, Billed> taken = new TreeMap<>();
        for (JsonNode each : batch) {
            CloudEvent event = format.deserialize(each.toString().getBytes(UTF_8));
            if (String.valueOf(event.getSubject()).startsWith("bad")) {
                return new Reply(422, "{\"error\":\"no such customer\"}");
            }
            taken.put(event.getSource() + " " + event.getId(), read(event));
        }
        taken.forEach(billed::putIfAbsent);
        return new Reply(202, "");
    }

    private static Billed read(CloudEvent event) throws IOException {
        String sequence = String.valueOf(event.getExtension("sequence"));
        if (!event.getId().endsWith("." + Long.parseLong(sequence))) {
            throw new IllegalArgumentException(event.toString());
        }
        JsonNode data = JSON.readTree(event.getData().toBytes());
        return new Billed(
                event.getId(),
                event.getType(),
                event.getSubject(),
                data.path("input_tokens").longValue(),
                event.getTime().toInstant(),
                Map.of());
    }
}
