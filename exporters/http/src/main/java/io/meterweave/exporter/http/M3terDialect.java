package io.meterweave.exporter.http;

import com.eclipsesource.json.Json;
import io.meterweave.record.JsonText;
import io.meterweave.spi.UsageEvent;
import java.util.List;
import okhttp3.MediaType;

/**
 * m3ter's measurements. Numbers are JSON numbers, and exact up to 2^53. Only an answer that says so acknowledges; what it
 * finds wrong with a measurement later, it tells as an event of its own and to no one here.
 */
record M3terDialect(Metering metering) implements Dialect {
    /** The largest number up to which all are exact in floating point. */
    static final long MOST_VALUE = 1L << 53;

    private static final Envelope MEASUREMENTS =
            new Envelope(MediaType.get("application/json"), "{\"measurements\":[", "]}");

    @Override
    public Rendering render(UsageEvent event) {
        return metering.render(event, M3terDialect::bytes);
    }

    private static byte[] bytes(MeterEvent event) {
        JsonText json = new JsonText()
                .open()
                .put("uid", event.id())
                .put("meter", event.meter().name())
                .put("account", event.customer())
                // To the millisecond, as in its documentation.
                .put("ts", event.timeText().substring(0, "2026-11-26T12:00:00.000".length()) + "Z")
                .open("measure")
                .put(event.meter().field(), event.value())
                .close();
        if (!event.dimensions().isEmpty()) {
            json.open("what");
            event.dimensions().forEach(json::put);
            json.close();
        }
        return json.close().bytes();
    }

    @Override
    public Envelope envelope() {
        return MEASUREMENTS;
    }

    @Override
    public Verdict judge(Answer answer, List<Item> sent) {
        if (answer.accepts()) {
            return accepted(answer.text())
                    ? new Verdict.Taken()
                    : new Verdict.Failed("it answers " + answer.status() + ", but not that it has accepted", "url");
        }
        if (answer.status() == 401 || answer.status() == 403) {
            return new Verdict.Failed(
                    "it answers " + answer.status() + ": " + answer.text(),
                    // Its token was given for these credentials; the organization is in the URL.
                    "client.id, url");
        }
        return Verdict.byStatus(answer);
    }

    private static boolean accepted(String text) {
        try {
            return Json.parse(text).asObject().getString("result", "").equals("accepted");
        } catch (RuntimeException e) {
            return false;
        }
    }
}
