package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events whose lines follow from their numbers, and exporters for them. */
final class Events {
    static final String EPOCH = "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10";

    private Events() {}

    /** The data of an event, with what has to be escaped in JSON and is not ASCII. */
    static String data(long sequence) {
        return "{\"é\":\"],[\\\"{" + "x".repeat((int) (sequence * 7 % 50)) + "\",\"input_tokens\":" + sequence + "}";
    }

    static String line(long sequence, String subject, String data) {
        String about = subject == null ? "" : "\"subject\":\"" + subject + "\",";
        String key = subject == null ? "" : ",\"partitionkey\":\"" + subject + "\"";
        return "{\"specversion\":\"1.0\",\"id\":\"" + EPOCH + "." + sequence + "\",\"source\":\"/meterweave/a/b\","
                + "\"type\":\"io.meterweave.usage.v1\"," + about + "\"time\":\"2026-11-22T10:00:00.123456Z\","
                + "\"datacontenttype\":\"application/json\",\"sequence\":\"" + String.format("%019d", sequence) + "\""
                + key + ",\"data\":" + data + "}";
    }

    static UsageEvent event(long sequence, String subject) {
        return event(sequence, subject, line(sequence, subject, data(sequence)));
    }

    static UsageEvent event(long sequence, String subject, String line) {
        return new UsageEvent(EPOCH, sequence, "io.meterweave.usage.v1", subject, line.getBytes(UTF_8));
    }

    static List<UsageEvent> events(long from, long to) {
        List<UsageEvent> events = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            events.add(event(i, null));
        }
        return events;
    }

    /** A configuration with options as key, value, key, value. */
    static PubSubExporterConfig config(String... options) {
        Map<String, String> all = new HashMap<>(Map.of("type", "pubsub", "topic", FakePubSub.TOPIC));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return PubSubExporterConfig.of(new ExporterSettings("hub", Path.of("/nowhere"), all));
    }

    /** An exporter without credentials. */
    static PubSubExporter exporter(int port, String... options) {
        List<String> all = new ArrayList<>(List.of("emulator", "127.0.0.1:" + port));
        all.addAll(List.of(options));
        return new PubSubExporter(config(all.toArray(String[]::new)));
    }
}
