package io.meterweave.exporter.kafka;

import static io.meterweave.exporter.kafka.Events.event;
import static io.meterweave.exporter.kafka.Events.events;
import static io.meterweave.exporter.kafka.Events.exporter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.meterweave.spi.UsageEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What arrives at a broker is what the CloudEvents binding for Kafka says, to the byte. */
@Timeout(60)
class KafkaExporterTest {
    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.get();
    }

    private static List<ConsumerRecord<byte[], byte[]>> sent(List<UsageEvent> events, String... options)
            throws Exception {
        String topic = broker.topic(1);
        try (KafkaExporter exporter = exporter(broker.servers(), topic, options)) {
            exporter.export(events);
        }
        return Stored.in(broker.servers(), topic);
    }

    /** Header by header, as the specification has it, in the order of the line's attributes. */
    @Test
    void binaryModeIsTheBindingsToTheByte() throws Exception {
        long before = System.currentTimeMillis();
        ConsumerRecord<byte[], byte[]> record = sent(List.of(event(7, "kündin-3", "{\"n\":1,\"s\":\"ä\\\"}\"}")))
                .get(0);

        assertThat(Arrays.stream(record.headers().toArray())
                        .map(header -> header.key() + "=" + new String(header.value(), UTF_8))
                        .collect(Collectors.toList()))
                .containsExactly(
                        "ce_specversion=1.0",
                        "ce_id=" + Events.EPOCH + ".7",
                        "ce_source=/meterweave/shop/host-1",
                        "ce_type=io.meterweave.usage.v1",
                        "ce_subject=kündin-3",
                        "ce_time=2024-05-06T07:08:09.123456Z",
                        "content-type=application/json",
                        "ce_sequence=0000000000000000007",
                        "ce_partitionkey=kündin-3");
        assertThat(record.headers().lastHeader("ce_subject").value())
                .isEqualTo(new byte[] {'k', (byte) 0xc3, (byte) 0xbc, 'n', 'd', 'i', 'n', '-', '3'});
        assertThat(record.key()).isEqualTo("kündin-3".getBytes(UTF_8));
        assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"n\":1,\"s\":\"ä\\\"}\"}");
        assertThat(record.timestamp()).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void anotherReaderOfTheBindingReadsTheSame() throws Exception {
        ConsumerRecord<byte[], byte[]> record = sent(List.of(event(5))).get(0);

        CloudEvent read = KafkaMessageFactory.createReader(record).toEvent();

        assertThat(read.getSpecVersion().toString()).isEqualTo("1.0");
        assertThat(read.getId()).isEqualTo(Events.EPOCH + ".5");
        assertThat(read.getSource()).hasToString("/meterweave/shop/host-1");
        assertThat(read.getType()).isEqualTo("io.meterweave.usage.v1");
        assertThat(read.getSubject()).isEqualTo("cust-2");
        assertThat(read.getTime()).isEqualTo(OffsetDateTime.parse(Events.TIME));
        assertThat(read.getDataContentType()).isEqualTo("application/json");
        assertThat(read.getExtension("sequence")).isEqualTo("0000000000000000005");
        assertThat(read.getExtension("partitionkey")).isEqualTo("cust-2");
        assertThat(read.getData().toBytes()).isEqualTo(Events.data(5).getBytes(UTF_8));
    }

    @Test
    void anEventOfNobodyHasNoKey() throws Exception {
        ConsumerRecord<byte[], byte[]> record = sent(List.of(event(3))).get(0);

        assertThat(record.key()).isNull();
        assertThat(record.headers().lastHeader("ce_subject")).isNull();
        assertThat(record.headers().lastHeader("ce_partitionkey")).isNull();
    }

    @Test
    void structuredModeIsTheWholeLine() throws Exception {
        UsageEvent event = event(5);
        ConsumerRecord<byte[], byte[]> record =
                sent(List.of(event), "mode", "structured").get(0);

        assertThat(record.headers().toArray()).singleElement().satisfies(header -> {
            assertThat(header.key()).isEqualTo("content-type");
            assertThat(header.value()).isEqualTo("application/cloudevents+json".getBytes(UTF_8));
        });
        assertThat(record.value()).isEqualTo(event.json());
        assertThat(record.key()).isEqualTo("cust-2".getBytes(UTF_8));
        CloudEvent read = KafkaMessageFactory.createReader(record).toEvent();
        assertThat(read.getId()).isEqualTo(Events.EPOCH + ".5");
        assertThat(read.getTime()).isEqualTo(OffsetDateTime.parse(Events.TIME));
        assertThat(new String(read.getData().toBytes(), UTF_8)).isEqualTo(Events.data(5));
    }

    @Test
    void anEventsOwnTimeIsTheRecordsOnlyOnDemand() throws Exception {
        long time = Instant.parse(Events.TIME).toEpochMilli();

        assertThat(sent(List.of(event(5)), "timestamp", "event").get(0).timestamp())
                .isEqualTo(time);
        assertThat(sent(List.of(event(5)), "timestamp", "event", "mode", "structured")
                        .get(0)
                        .timestamp())
                .isEqualTo(time);
    }

    @Test
    void batchesArriveWholeAndEachSubjectInOrder() throws Exception {
        String topic = broker.topic(3);
        try (KafkaExporter exporter = exporter(broker.servers(), topic, "producer.compression.type", "zstd")) {
            exporter.export(events(1, 2_000));
            exporter.export(events(2_001, 2_004));
        }
        List<ConsumerRecord<byte[], byte[]>> records = Stored.in(broker.servers(), topic);

        assertThat(records).hasSize(2_004);
        Stored.bySubject(records).forEach((subject, sequences) -> {
            if (subject.isEmpty()) {
                assertThat(sequences).hasSize(501).doesNotHaveDuplicates();
            } else {
                assertThat(sequences).as(subject).hasSize(501).isSorted();
            }
        });
    }

    @Test
    void nothingIsLeftInTheApplicationsPartsOfTheJvm() throws Exception {
        String topic = broker.topic(1);
        try (KafkaExporter exporter = exporter(broker.servers(), topic)) {
            exporter.export(events(1, 3));

            var server = java.lang.management.ManagementFactory.getPlatformMBeanServer();
            assertThat(server.queryNames(new javax.management.ObjectName("kafka.producer:*"), null))
                    .isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().endsWith("| meterweave-kafka"))
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
        }
    }
}
