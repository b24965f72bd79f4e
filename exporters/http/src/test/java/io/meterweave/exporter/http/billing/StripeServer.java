package io.meterweave.exporter.http.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Stripe's {@code POST /v1/billing/meter_events}: a form of one event; a known identifier is an error. */
final class StripeServer extends BillingServer {
    final Set<String> meters = new HashSet<>(Set.of("tokens_in", "tokens_out", "rows"));
    private final AtomicInteger atOnce = new AtomicInteger();

    /** The identifiers that are remembered: for 24 hours. */
    final Set<String> remembered = new HashSet<>();

    StripeServer() throws IOException {}

    @Override
    String path() {
        return "/v1/billing/meter_events";
    }

    @Override
    Reply ingest(Call call) {
        if (!call.header("Authorization").equals("Bearer sk_test_1")) {
            return error(401, "", "Invalid API Key provided");
        }
        if (!call.header("Content-Type").equals("application/x-www-form-urlencoded")) {
            violations.add("content type " + call.header("Content-Type"));
        }
        if (atOnce.incrementAndGet() > 1) {
            violations.add("two at once");
        }
        try {
            return ingest(form(call.text()));
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private synchronized Reply ingest(Map<String, String> form) {
        String id = form.remove("identifier");
        String meter = form.remove("event_name");
        String customer = form.remove("payload[stripe_customer_id]");
        String value = form.remove("payload[value]");
        Instant time = Instant.ofEpochSecond(Long.parseLong(form.remove("timestamp")));
        if (!form.isEmpty()) {
            return error(400, "parameter_unknown", "Received unknown parameters: " + form.keySet());
        }
        if (id.length() > 100) {
            return error(400, "", "Invalid string: identifier must be at most 100 characters");
        }
        if (!meters.contains(meter)) {
            return error(400, "", "No active meter found for event name \\\"" + meter + "\\\".");
        }
        if (!customer.startsWith("cus_")) {
            return error(400, "resource_missing", "No such customer: '" + customer + "'");
        }
        Instant now = Instant.now();
        if (time.isBefore(now.minus(Duration.ofDays(35)))) {
            return error(400, "timestamp_too_far_in_past", "The timestamp is more than 35 days ago.");
        }
        if (time.isAfter(now.plus(Duration.ofMinutes(5)))) {
            return error(400, "timestamp_in_future", "The timestamp is too far in the future.");
        }
        if (!value.matches("0|[1-9][0-9]*")) {
            return error(400, "", "payload[value] must be a whole number");
        }
        if (value.length() > 15) {
            return error(400, "meter_event_value_too_many_digits", "payload[value] has too many digits");
        }
        if (!remembered.add(id)) {
            return error(400, "", "An event already exists with identifier " + id + ".");
        }
        // What was forgotten is taken once more: that is billed twice.
        String key = billed.containsKey(id) ? id + " again" : id;
        billed.put(key, new Billed(id, meter, customer, Long.parseLong(value), time, Map.of()));
        return new Reply(200, "{\"object\":\"billing.meter_event\",\"identifier\":\"" + id + "\"}");
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            int at = pair.indexOf('=');
            String name = URLDecoder.decode(pair.substring(0, at), UTF_8);
            if (form.put(name, URLDecoder.decode(pair.substring(at + 1), UTF_8)) != null) {
                throw new IllegalArgumentException("twice: " + name);
            }
        }
        return form;
    }

    private static Reply error(int status, String code, String message) {
        return new Reply(
                status,
                "{\"error\":{" + (code.isEmpty() ? "" : "\"code\":\"" + code + "\",") + "\"message\":\"" + message
                        + "\",\"type\":\"invalid_request_error\"}}");
    }
}
