package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.record.EventLine;
import io.meterweave.record.JsonText;
import io.meterweave.spi.UsageEvent;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message of an event, after the working draft of the CloudEvents binding for Pub/Sub: in binary mode each
 * attribute is one of the message's, {@code ce-<name>}, and its data are the event's; in structured mode its data are the
 * whole line, which the attribute {@code content-type} tells. Both copy bytes of the line: what a receiver hashes stays
 * what it is.
 *
 * <p>An event has nine attributes of at most 256 bytes: the service takes 100, with names of 256 and values of 1,024.
 */
final class MessageWriter {
    private static final String STRUCTURED = "application/cloudevents+json";

    private final boolean structured;
    private final boolean ordered;

    MessageWriter(boolean structured, boolean ordered) {
        this.structured = structured;
        this.ordered = ordered;
    }

    /** The event's ordering key; null where its place among others does not matter. */
    @Nullable String orderingKey(UsageEvent event) {
        return ordered ? event.subject() : null;
    }

    /** A bound of how many bytes the event's message has: what base64 makes of its line, and what is around it. */
    long atMost(UsageEvent event) {
        String key = orderingKey(event);
        return 4L * event.json().length / 3 + 256 + (key == null ? 0 : 6L * key.length());
    }

    /**
     * The event's message in JSON.
     *
     * @throws IllegalArgumentException where its line is not a canonical event
     */
    byte[] message(UsageEvent event) {
        JsonText json = new JsonText().reset().open().open("attributes");
        byte[] data;
        if (structured) {
            json.put("content-type", STRUCTURED);
            data = event.json();
        } else {
            EventLine line = new EventLine(event.json());
            while (line.next()) {
                json.put("ce-" + line.name(), new String(line.value(), UTF_8));
            }
            data = line.data();
        }
        json.close().put("data", Base64.getEncoder().encodeToString(data));
        String key = orderingKey(event);
        if (key != null) {
            json.put("orderingKey", key);
        }
        return json.close().bytes();
    }
}
