package io.meterweave.exporter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Events whose lines follow from their numbers, and exporters for them. */
final class Events {
    static final String EPOCH = "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10";

    private Events() {}

    static String line(long sequence) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + EPOCH + "." + sequence + "\",\"data\":{\"é\":\"],[\\\"{"
                + "x".repeat((int) (sequence * 7 % 50)) + "\"}}";
    }

    static UsageEvent event(long sequence) {
        return event(sequence, line(sequence));
    }

    static UsageEvent event(long sequence, String line) {
        return new UsageEvent(EPOCH, sequence, "io.meterweave.usage.v1", null, line.getBytes(UTF_8));
    }

    static List<UsageEvent> events(long from, long to) {
        List<UsageEvent> events = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            events.add(event(i));
        }
        return events;
    }

    /** What must be posted for these events. */
    static String array(long from, long to) {
        return events(from, to).stream()
                .map(event -> new String(event.json(), UTF_8))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** An exporter to a URL, with further options as key, value, key, value. */
    static HttpExporter exporter(String url, String... options) {
        Map<String, String> all = new HashMap<>(Map.of("type", "http", "url", url));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new HttpExporter(HttpExporterConfig.of(new ExporterSettings("hub", Path.of("/nowhere"), all)));
    }
}
