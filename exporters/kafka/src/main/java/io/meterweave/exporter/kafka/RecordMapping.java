package io.meterweave.exporter.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.spi.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Kafka record of an event, after the CloudEvents binding for Kafka 1.0: in binary mode each attribute is a
 * header {@code ce_<name>} but {@code datacontenttype}, which is {@code content-type}, and the value is the data; in
 * structured mode the value is the whole line. Both copy bytes of the line: what a receiver hashes stays what it is.
 *
 * <p>The key is the subject, which is the event's {@code partitionkey}: what one customer used is in one partition, in
 * order. An event without a subject has no key, for a made up one would name a customer that there is not.
 */
final class RecordMapping {
    private static final String CONTENT_TYPE = "content-type";
    private static final Header STRUCTURED =
            new RecordHeader(CONTENT_TYPE, "application/cloudevents+json".getBytes(US_ASCII));

    private final String topic;
    private final boolean structured;
    private final boolean eventTime;

    /**
     * Makes a mapping.
     *
     * @param structured whether the value is the whole line
     * @param eventTime whether a record's timestamp is the event's time, instead of when it is sent
     */
    RecordMapping(String topic, boolean structured, boolean eventTime) {
        this.topic = topic;
        this.structured = structured;
        this.eventTime = eventTime;
    }

    /**
     * The record of an event.
     *
     * @throws IllegalArgumentException where its line is not a canonical event
     */
    ProducerRecord<byte[], byte[]> of(UsageEvent event) {
        String subject = event.subject();
        byte[] key = subject == null ? null : subject.getBytes(UTF_8);
        if (structured && !eventTime) {
            return new ProducerRecord<>(topic, null, null, key, event.json(), List.of(STRUCTURED));
        }
        List<Header> headers = new ArrayList<>(10);
        Long timestamp = null;
        EventLine line = new EventLine(event.json());
        while (line.next()) {
            byte[] value = line.value();
            if (eventTime && line.name().equals("time")) {
                timestamp = millis(value);
            }
            headers.add(new RecordHeader(header(line.name()), value));
        }
        return structured
                ? record(timestamp, key, event.json(), List.of(STRUCTURED))
                : record(timestamp, key, line.data(), headers);
    }

    private ProducerRecord<byte[], byte[]> record(
            @Nullable Long timestamp, byte @Nullable [] key, byte[] value, List<Header> headers) {
        return new ProducerRecord<>(topic, null, timestamp, key, value, headers);
    }

    private static long millis(byte[] time) {
        return Instant.parse(new String(time, US_ASCII)).toEpochMilli();
    }

    private static String header(String attribute) {
        return switch (attribute) {
            case "specversion" -> "ce_specversion";
            case "id" -> "ce_id";
            case "source" -> "ce_source";
            case "type" -> "ce_type";
            case "subject" -> "ce_subject";
            case "time" -> "ce_time";
            case "sequence" -> "ce_sequence";
            case "partitionkey" -> "ce_partitionkey";
            case "datacontenttype" -> CONTENT_TYPE;
            default -> "ce_" + attribute;
        };
    }
}
