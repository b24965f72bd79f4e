package io.meterweave.exporter.http.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lago: at most 100 events, all of them or none; what is wrong is told by index. With its Postgres store an id is known by
 * subscription and transaction, and refused; with ClickHouse the time belongs to it, and what is known is dropped later.
 */
final class LagoServer extends BillingServer {
    final Set<String> metrics = new java.util.HashSet<>(Set.of("tokens_in", "tokens_out", "rows"));
    final boolean clickHouse;
    int most = 100;

    LagoServer(boolean clickHouse) throws IOException {
        this.clickHouse = clickHouse;
    }

    @Override
    String path() {
        return "/api/v1/events/batch";
    }

    @Override
    Reply ingest(Call call) throws IOException {
        if (!call.header("Authorization").equals("Bearer lago_key")) {
            return new Reply(401, "{\"status\":401,\"error\":\"Unauthorized\"}");
        }
        if (!call.method().equals("POST") || !call.header("Content-Type").equals("application/json")) {
            return new Reply(400, "{\"status\":400,\"error\":\"Bad request\"}");
        }
        JsonNode body = JSON.readTree(call.body());
        JsonNode events = body.get("events");
        if (body.size() != 1 || !events.isArray() || events.isEmpty() || events.size() > most) {
            return invalid(
                    JSON.createObjectNode().set("events", array(events.isEmpty() ? "no_events" : "too_many_events")));
        }
        ObjectNode errors = JSON.createObjectNode();
        Map<String, Billed> taken = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            ObjectNode about = JSON.createObjectNode();
            Billed event = read(events.get(i), about);
            String key = event.customer() + " " + event.id() + (clickHouse ? " " + event.time() : "");
            boolean known = taken.putIfAbsent(key, event) != null || billed.containsKey(key);
            if (known && !clickHouse) {
                about.set("transaction_id", array("value_already_exist"));
            }
            if (!about.isEmpty()) {
                errors.set(Integer.toString(i), about);
            }
        }
        if (!errors.isEmpty()) {
            return invalid(errors);
        }
        taken.forEach(billed::putIfAbsent);
        return new Reply(200, "{\"events\":[]}");
    }

    private Billed read(JsonNode event, ObjectNode about) {
        if (event.size() != 5) {
            violations.add("parameters " + event);
        }
        String code = text(event, "code");
        if (!metrics.contains(code)) {
            about.set("code", array("metric_not_found"));
        }
        String subscription = text(event, "external_subscription_id");
        if (subscription.startsWith("bad")) {
            about.set("external_subscription_id", array("value_is_invalid"));
        }
        // Whole numbers of milliseconds: more is cut off by ClickHouse's column.
        BigDecimal seconds = new BigDecimal(text(event, "timestamp"));
        Instant time = Instant.ofEpochMilli(seconds.movePointRight(3).longValueExact());
        Map<String, String> more = new LinkedHashMap<>();
        JsonNode properties = event.get("properties");
        properties.fieldNames().forEachRemaining(name -> more.put(name, text(properties, name)));
        return new Billed(
                text(event, "transaction_id"), code, subscription, Long.parseLong(more.remove("value")), time, more);
    }

    private static ArrayNode array(String code) {
        return JSON.createArrayNode().add(code);
    }

    private static Reply invalid(JsonNode details) {
        return new Reply(
                422,
                "{\"status\":422,\"error\":\"Unprocessable Entity\",\"code\":\"validation_errors\",\"error_details\":"
                        + details + "}");
    }
}
