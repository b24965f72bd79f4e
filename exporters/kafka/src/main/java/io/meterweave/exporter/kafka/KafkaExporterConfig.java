package io.meterweave.exporter.kafka;

import io.meterweave.spi.ExporterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Kafka exporter's settings.
 *
 * @param prefix {@code exporter.<name>.}, for messages
 * @param topic where events go ({@code topic}; required)
 * @param structured whether a record's value is the whole event ({@code mode}; binary)
 * @param eventTime whether a record's timestamp is the event's ({@code timestamp}; sent)
 * @param producer what the producer is made with ({@code producer.<property>})
 */
record KafkaExporterConfig(
        String prefix, String topic, boolean structured, boolean eventTime, ProducerProperties producer) {
    static final String PRODUCER = "producer.";

    static KafkaExporterConfig of(ExporterSettings settings) {
        String prefix = "exporter." + settings.name() + ".";
        List<String> errors = new ArrayList<>();
        Map<String, String> options = new TreeMap<>(settings.options());
        Map<String, String> properties = new TreeMap<>();
        options.entrySet().removeIf(option -> {
            boolean ofProducer = option.getKey().startsWith(PRODUCER);
            if (ofProducer) {
                properties.put(option.getKey().substring(PRODUCER.length()), option.getValue());
            }
            return ofProducer;
        });
        options.remove("type");
        String topic = options.remove("topic");
        if (topic == null || !topic.matches("[A-Za-z0-9._-]{1,249}") || topic.matches("\\.\\.?")) {
            errors.add(prefix + (topic == null ? "topic is missing" : "topic=" + topic)
                    + ": allowed are 1 to 249 letters, digits, '.', '_' and '-'");
        }
        boolean structured = second(options, "mode", "binary", "structured", prefix, errors);
        boolean eventTime = second(options, "timestamp", "sent", "event", prefix, errors);
        for (String option : options.keySet()) {
            errors.add(prefix + option + " is no setting of type kafka; allowed are [mode, timestamp, topic, type] and"
                    + " producer.<property>");
        }
        ProducerProperties producer =
                ProducerProperties.of(properties, "meterweave-" + settings.name(), prefix + PRODUCER, errors);
        if (topic == null || !errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        return new KafkaExporterConfig(prefix, topic, structured, eventTime, producer);
    }

    /** Whether the second of two allowed values is given; the first is the default. */
    private static boolean second(
            Map<String, String> options,
            String option,
            String first,
            String second,
            String prefix,
            List<String> errors) {
        String value = options.remove(option);
        if (value != null && !value.equals(first) && !value.equals(second)) {
            errors.add(prefix + option + "=" + value + ": allowed is " + first + " or " + second);
        }
        return second.equals(value);
    }

    /** The brokers, as they are configured. */
    String servers() {
        return producer.given().getOrDefault("bootstrap.servers", "");
    }
}
