package io.meterweave.exporter.http;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import io.meterweave.record.RecordType;
import io.meterweave.spi.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a billing system takes of what a record says: each quantity that has a meter becomes an event of its own,
 * with an id that follows from the record's. A quantity that the record does not know makes none, one that is zero makes
 * an event of zero. Manifests, losses and the like have no meter.
 *
 * <p>Some records must not be sent: one that names nobody to be billed, and one that is older than what the target
 * remembers. The target may have had that one, and would count it again. They are refused, which keeps them as dead
 * letters.
 *
 * @param options what is told, and of what
 * @param clock tells how old a record is
 * @param mostValue the largest number that the target keeps exactly
 */
record Metering(MeteringOptions options, InstantSource clock, long mostValue) {
    Rendering render(UsageEvent event, Function<MeterEvent, byte[]> form) {
        if (!event.type().equals(RecordType.USAGE.eventType())) {
            return Rendering.NOTHING;
        }
        try {
            JsonObject line =
                    Json.parse(new String(event.json(), StandardCharsets.UTF_8)).asObject();
            return render(event, line, line.get("data").asObject(), form);
        } catch (RuntimeException e) {
            // Never of a line that the pipeline wrote; a dead letter's has been on a disk since.
            return Rendering.refused("not sent: is no usage event that can be read");
        }
    }

    private Rendering render(UsageEvent event, JsonObject line, JsonObject data, Function<MeterEvent, byte[]> form) {
        Map<Meter, Long> values = values(data);
        String customer = event.subject() == null ? options.otherwise() : event.subject();
        if (values.isEmpty() || (customer == null && options.skips())) {
            return Rendering.NOTHING;
        }
        if (customer == null) {
            return Rendering.refused("not sent: the record has no subject, so that nobody can be billed; attribute such"
                    + " calls, or set " + options.prefix() + "unattributed");
        }
        String timeText = line.get("time").asString();
        Instant time = Instant.parse(timeText);
        Duration window = options.window();
        if (window != null && time.isBefore(clock.instant().minus(window))) {
            return Rendering.refused("not sent: older than " + MeteringOptions.shown(window) + " ("
                    + options.prefix() + "window), after which the target may not know an id any more and would bill it"
                    + " twice; see whether it has this one, then dead-letters drop, or replay --accept-window-risk");
        }
        String source = line.get("source").asString();
        Map<String, String> dimensions = dimensions(data);
        List<Item> items = new ArrayList<>(values.size());
        for (Map.Entry<Meter, Long> each : values.entrySet()) {
            Meter meter = each.getKey();
            String id = event.id() + "-" + meter.quantity().field();
            if (each.getValue() > mostValue) {
                return Rendering.refused(
                        "not sent: " + each.getValue() + " " + meter.quantity().field() + " are more than the "
                                + mostValue + " that the target counts exactly");
            }
            byte[] bytes = form.apply(
                    new MeterEvent(id, source, customer, meter, each.getValue(), time, timeText, dimensions));
            items.add(new Item(meter.name(), id, bytes));
        }
        return Rendering.of(items);
    }

    private Map<Meter, Long> values(JsonObject data) {
        Map<Meter, Long> values = new LinkedHashMap<>();
        for (Meter meter : options.meters()) {
            JsonValue value = data.get(meter.quantity().field());
            if (value != null) {
                values.put(meter, value.asLong());
            }
        }
        return values;
    }

    private Map<String, String> dimensions(JsonObject data) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (String name : options.dimensions()) {
            String value = dimension(data, name);
            if (value != null) {
                dimensions.put(name, value);
            }
        }
        return dimensions;
    }

    private static @Nullable String dimension(JsonObject data, String name) {
        if (name.equals("model")) {
            String answered = text(data, "response_model");
            return answered == null ? text(data, "request_model") : answered;
        }
        String known = text(data, name);
        JsonValue attributes = data.get("attributes");
        return known == null && attributes != null ? text(attributes.asObject(), name) : known;
    }

    private static @Nullable String text(JsonObject in, String name) {
        JsonValue value = in.get(name);
        return value != null && value.isString() ? value.asString() : null;
    }
}
