package io.meterweave.exporter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * Measures; tests nothing, and is run by name only. Docs: benchmarks.md.
 *
 * <p>Events a second to a broker in another process: through the exporter, as the shipping thread hands them over, in
 * batches of 2,000 of which each is waited for; and by bare producers that send the same records, to the byte. A bare
 * producer is given finished records. It has Kafka's own settings (with these it is idempotent, and every replica in sync
 * acknowledges), and is waited for when all of a round is handed over, where the row does not say otherwise.
 */
class KafkaCost {
    private static final int BATCH = 2_000;
    private static final int BATCHES = Integer.getInteger("cost.batches", 25);
    private static final int PARTITIONS = 3;

    private final List<UsageEvent> events = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private Broker broker;
    private String topic;
    private long arrived;

    @Test
    void eventsASecond() throws Exception {
        // Not the tests' own, which is to start quickly.
        System.setProperty("broker.jvm", "-Xmx1g");
        broker = Broker.get();
        topic = broker.topic(PARTITIONS);
        for (int i = 1; i <= BATCH; i++) {
            events.add(event(i));
        }
        RecordMapping mapping = new RecordMapping(topic, false, false);
        events.forEach(event -> records.add(mapping.of(event)));
        sameRecords();
        Map<String, Object> settings = KafkaExporterConfig.of(Events.settings(broker.servers(), topic))
                .producer()
                .with(Map.of());
        try (KafkaExporter exporter = Events.exporter(broker.servers(), topic);
                Producer<byte[], byte[]> usual = producer(Map.of());
                Producer<byte[], byte[]> large =
                        producer(Map.of("batch.size", settings.get("batch.size"), "linger.ms", 0));
                Producer<byte[], byte[]> same = producer(settings)) {
            new Rounds(this::check)
                    .add("exporter", () -> export(exporter))
                    .add("bare producer", () -> send(usual, false))
                    .add("bare, each 2,000 waited for", () -> send(usual, true))
                    .add("bare, batch.size and linger.ms as the exporter's", () -> send(large, false))
                    .add("bare, all settings as the exporter's", () -> send(same, false))
                    .add("bare, all settings, each 2,000 waited for", () -> send(same, true))
                    .print("Kafka, " + PARTITIONS + " partitions", BATCH * BATCHES);
        }
        broker.kill();
        delete(broker.keys.getParent());
    }

    /** One batch by the exporter and one by a bare producer, to topics of their own. */
    private void sameRecords() throws Exception {
        String sent = topic;
        List<List<String>> both = new ArrayList<>();
        topic = broker.topic(PARTITIONS);
        try (KafkaExporter exporter = Events.exporter(broker.servers(), topic)) {
            deliver(exporter);
        }
        both.add(stored());
        topic = broker.topic(PARTITIONS);
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            await(handOver(producer));
        }
        both.add(stored());
        if (both.get(0).size() != BATCH || !both.get(0).equals(both.get(1))) {
            fail("not the same records");
        }
        System.out.printf(
                "a batch: %,d events, %,d bytes of keys, values and headers%n",
                BATCH, both.get(0).stream().mapToInt(String::length).sum());
        topic = sent;
    }

    /** ASCII; by partition, and in the order of each. */
    private List<String> stored() {
        Comparator<ConsumerRecord<byte[], byte[]>> byPartition = Comparator.comparingInt(ConsumerRecord::partition);
        return Stored.in(broker.servers(), topic).stream()
                .sorted(byPartition.thenComparingLong(ConsumerRecord::offset))
                .map(record -> new String(record.key(), UTF_8)
                        + new String(record.value(), UTF_8)
                        + String.join(
                                "",
                                Arrays.stream(record.headers().toArray())
                                        .map(header -> header.key() + new String(header.value(), UTF_8))
                                        .toList()))
                .toList();
    }

    private void check() throws Exception {
        arrived += BATCH * BATCHES;
        long end = Stored.count(broker.servers(), topic);
        if (end != arrived) {
            fail(end + " records of " + arrived);
        }
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", broker.servers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void export(KafkaExporter exporter) {
        for (int i = 0; i < BATCHES; i++) {
            deliver(exporter);
        }
    }

    private void deliver(KafkaExporter exporter) {
        List<Refused> refused = new Delivery("kafka", exporter, KafkaCost::fail, new Patience()).deliver(events);
        if (refused == null || !refused.isEmpty()) {
            fail("refused: " + refused);
        }
    }

    private void send(Producer<byte[], byte[]> producer, boolean eachWaitedFor) throws Exception {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            futures.addAll(handOver(producer));
            if (eachWaitedFor) {
                await(futures);
                futures.clear();
            }
        }
        await(futures);
    }

    private List<Future<?>> handOver(Producer<byte[], byte[]> producer) {
        List<Future<?>> futures = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> each : records) {
            // A producer takes a record once: its headers are closed then.
            futures.add(
                    producer.send(new ProducerRecord<>(topic, null, null, each.key(), each.value(), each.headers())));
        }
        return futures;
    }

    private static void await(List<Future<?>> futures) throws Exception {
        for (Future<?> future : futures) {
            future.get();
        }
    }

    private static void fail(String why) {
        throw new IllegalStateException(why);
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Of a call of its own for each: 100 customers, and times that differ. */
    private static UsageEvent event(long sequence) {
        return Events.event(
                sequence,
                "cust-" + sequence % 100,
                "{\"operation\":\"predict\",\"provider\":\"onnxruntime\",\"request_model\":\"sha256:0a1b2c3d4e5f6071\","
                        + "\"input_tokens\":" + (16 + sequence * 7_919 % 497)
                        + ",\"tokens_source\":\"counted\",\"items\":1,\"device\":\"cpu\",\"device_time_ns\":"
                        + (1_200_000 + sequence * 104_729 % 900_000)
                        + ",\"device_time_source\":\"wall\",\"wall_time_ns\":"
                        + (1_210_000 + sequence * 104_729 % 900_000)
                        + ",\"outcome\":\"ok\"}");
    }
}
