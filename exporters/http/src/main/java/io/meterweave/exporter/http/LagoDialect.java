package io.meterweave.exporter.http;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import io.meterweave.record.JsonText;
import io.meterweave.spi.UsageEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import okhttp3.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Lago's batches of events. One is taken whole or not at all: its answer 422 says by place what is wrong, and an id that
 * it has is wrong, too. The time is sent to the millisecond: with ClickHouse it is a part of the id.
 */
record LagoDialect(Metering metering) implements Dialect {
    private static final Envelope EVENTS = new Envelope(MediaType.get("application/json"), "{\"events\":[", "]}");
    private static final String KNOWN = "{\"transaction_id\":[\"value_already_exist\"]}";

    @Override
    public Rendering render(UsageEvent event) {
        return metering.render(event, LagoDialect::bytes);
    }

    private static byte[] bytes(MeterEvent event) {
        long millis = event.time().toEpochMilli();
        String behindPoint =
                Long.toString(1_000 + Math.floorMod(millis, 1_000L)).substring(1);
        JsonText json = new JsonText()
                .open()
                .put("transaction_id", event.id())
                .put("external_subscription_id", event.customer())
                .put("code", event.meter().name())
                .put("timestamp", Math.floorDiv(millis, 1_000L) + "." + behindPoint)
                .open("properties")
                .put(event.meter().field(), Long.toString(event.value()));
        event.dimensions().forEach(json::put);
        return json.close().close().bytes();
    }

    @Override
    public Envelope envelope() {
        return EVENTS;
    }

    @Override
    public Verdict judge(Answer answer, List<Item> sent) {
        JsonObject details = answer.status() == 422 ? details(answer.text()) : null;
        if (details == null || details.isEmpty()) {
            return Verdict.byStatus(answer);
        }
        String told = details.toString();
        if (told.contains("metric_not_found")) {
            return new Verdict.Failed("it knows no such billable metric: " + told, "meters");
        }
        if (told.contains("too_many_events")) {
            return new Verdict.Failed("it takes fewer events at once: " + told, "batch.events");
        }
        if (told.equals(KNOWN) && sent.size() == 1) {
            return new Verdict.Sorted(Set.of(0), Map.of());
        }
        Set<Integer> in = new TreeSet<>();
        Map<Integer, String> refused = new TreeMap<>();
        for (JsonObject.Member each : details) {
            int place = place(each.getName(), sent.size());
            String about = each.getValue().toString();
            if (place < 0) {
                return Verdict.byStatus(answer);
            } else if (about.equals(KNOWN)) {
                in.add(place);
            } else {
                refused.put(place, "HTTP 422 for event " + place + " of the request: " + about);
            }
        }
        return new Verdict.Sorted(in, refused);
    }

    private static @Nullable JsonObject details(String text) {
        try {
            JsonValue details = Json.parse(text).asObject().get("error_details");
            return details != null && details.isObject() ? details.asObject() : null;
        } catch (RuntimeException e) {
            return null; // Cut off, or not by Lago: judged by its status alone.
        }
    }

    private static int place(String name, int size) {
        int place = name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : -1;
        return place < size ? place : -1;
    }
}
