package io.meterweave.exporter.http;

import io.meterweave.record.JsonText;
import io.meterweave.spi.UsageEvent;
import java.util.List;

/**
 * OpenMeter, API v1 and v3: CloudEvents whose type is the meter's event type. Numbers are strings: it reads JSON numbers
 * as floating point. Where it refuses one event it has taken those before it, so that the whole batch is sent again; it
 * must be set to drop what it knows.
 */
record OpenMeterDialect(Metering metering) implements Dialect {
    @Override
    public Rendering render(UsageEvent event) {
        return metering.render(event, OpenMeterDialect::bytes);
    }

    private static byte[] bytes(MeterEvent event) {
        JsonText json = new JsonText()
                .open()
                .put("specversion", "1.0")
                .put("type", event.meter().name())
                .put("id", event.id())
                .put("source", event.source())
                .put("subject", event.customer())
                .put("time", event.timeText())
                .open("data")
                .put(event.meter().field(), Long.toString(event.value()));
        event.dimensions().forEach(json::put);
        return json.close().close().bytes();
    }

    @Override
    public Envelope envelope() {
        return CloudEventsDialect.BATCH;
    }

    @Override
    public Verdict judge(Answer answer, List<Item> sent) {
        return Verdict.byStatus(answer);
    }
}
