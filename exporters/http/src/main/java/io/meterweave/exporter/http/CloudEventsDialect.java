package io.meterweave.exporter.http;

import io.meterweave.spi.UsageEvent;
import java.util.List;
import okhttp3.MediaType;

/** Every event as it is, in a JSON array of CloudEvents; any 2xx acknowledges the request. */
record CloudEventsDialect() implements Dialect {
    /** Some targets compare the type to the letter: no parameter may follow. */
    static final Envelope BATCH = new Envelope(MediaType.get("application/cloudevents-batch+json"), "[", "]");

    @Override
    public Rendering render(UsageEvent event) {
        return Rendering.of(List.of(new Item("", event.id(), event.json())));
    }

    @Override
    public Envelope envelope() {
        return BATCH;
    }

    @Override
    public Verdict judge(Answer answer, List<Item> sent) {
        return Verdict.byStatus(answer);
    }
}
