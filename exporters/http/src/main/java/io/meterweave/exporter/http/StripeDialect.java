package io.meterweave.exporter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import io.meterweave.spi.UsageEvent;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.MediaType;

/**
 * Stripe's meter events, API v1: a form with one event. An identifier that it has is answered with 400, which is good
 * news. The stream of API v2 takes a hundred at once, and answers before it has looked at them: what it drops later, no
 * answer tells.
 */
record StripeDialect(Metering metering) implements Dialect {
    private static final Envelope FORM = new Envelope(MediaType.get("application/x-www-form-urlencoded"), "", "");

    @Override
    public Rendering render(UsageEvent event) {
        return metering.render(event, StripeDialect::bytes);
    }

    private static byte[] bytes(MeterEvent event) {
        String form = "event_name=" + encoded(event.meter().name())
                + "&identifier=" + encoded(event.id())
                + "&timestamp=" + event.time().getEpochSecond()
                + "&" + encoded("payload[stripe_customer_id]") + "=" + encoded(event.customer())
                + "&" + encoded("payload[" + event.meter().field() + "]") + "=" + event.value();
        return form.getBytes(UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    @Override
    public Envelope envelope() {
        return FORM;
    }

    @Override
    public Verdict judge(Answer answer, List<Item> sent) {
        if (answer.status() != 400) {
            return Verdict.byStatus(answer);
        }
        String message;
        String code;
        try {
            JsonObject error = Json.parse(answer.text()).asObject().get("error").asObject();
            message = error.getString("message", "");
            code = error.getString("code", "");
        } catch (RuntimeException e) {
            return Verdict.byStatus(answer); // Not by Stripe, or cut off.
        }
        boolean known =
                message.contains("already exists with identifier " + sent.get(0).id())
                        || code.equals("duplicate_meter_event");
        if (known) {
            return new Verdict.Sorted(Set.of(0), Map.of());
        }
        if (message.startsWith("No active meter")) {
            return new Verdict.Failed("it answers 400: " + message, "meters");
        }
        if (code.equals("timestamp_in_future")) {
            return new Verdict.Failed("it answers 400: " + message + " Is this machine's clock right?", "");
        }
        return new Verdict.Refused("HTTP 400: " + message + (code.isEmpty() ? "" : " (" + code + ")"));
    }
}
