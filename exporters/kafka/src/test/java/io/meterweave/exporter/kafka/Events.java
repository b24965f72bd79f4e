package io.meterweave.exporter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events whose lines follow from their numbers, and exporters for them. */
final class Events {
    static final String EPOCH = "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10";
    static final String TIME = "2024-05-06T07:08:09.123456Z";
    private static final String[] SUBJECTS = {"cust-1", "cust-2", "kündin-3", null};

    private Events() {}

    static @Nullable String subject(long sequence) {
        return SUBJECTS[(int) (sequence % SUBJECTS.length)];
    }

    static String data(long sequence) {
        return "{\"operation\":\"predict\",\"input_tokens\":" + sequence + "}";
    }

    static UsageEvent event(long sequence) {
        return event(sequence, subject(sequence), data(sequence));
    }

    /** An event as the agent writes it; the subject needs no escape. */
    static UsageEvent event(long sequence, @Nullable String subject, String data) {
        String line = "{\"specversion\":\"1.0\",\"id\":\"" + EPOCH + "." + sequence
                + "\",\"source\":\"/meterweave/shop/host-1\",\"type\":\"io.meterweave.usage.v1\""
                + (subject == null ? "" : ",\"subject\":\"" + subject + "\"")
                + ",\"time\":\"" + TIME + "\",\"datacontenttype\":\"application/json\",\"sequence\":\""
                + String.format("%019d", sequence) + "\""
                + (subject == null ? "" : ",\"partitionkey\":\"" + subject + "\"")
                + ",\"data\":" + data + "}";
        return new UsageEvent(EPOCH, sequence, "io.meterweave.usage.v1", subject, line.getBytes(UTF_8));
    }

    static List<UsageEvent> events(long from, long to) {
        List<UsageEvent> events = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            events.add(event(i));
        }
        return events;
    }

    /** Settings of an exporter called {@code kafka}, with further options as key, value, key, value. */
    static ExporterSettings settings(String servers, String topic, String... options) {
        Map<String, String> all = new HashMap<>(
                new TreeMap<>(Map.of("type", "kafka", "topic", topic, "producer.bootstrap.servers", servers)));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new ExporterSettings("kafka", Path.of("/nowhere"), all);
    }

    static KafkaExporter exporter(String servers, String topic, String... options) {
        return new KafkaExporter(KafkaExporterConfig.of(settings(servers, topic, options)));
    }
}
