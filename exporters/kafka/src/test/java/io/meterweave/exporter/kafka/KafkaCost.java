package io.meterweave.exporter.kafka;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * Measures; tests nothing, and is run by name only: {@code mvn test -pl exporters/kafka -am -Dtest=KafkaCost
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 *
 * <p>Events a second to a broker in another process: through the exporter, in batches of 2,000 of which each is waited for,
 * and by a bare producer that is given the finished records one after the other and waited for at the end. In turns, to
 * one topic.
 */
class KafkaCost {
    private static final int BATCH = 2_000;
    private static final int BATCHES = Integer.getInteger("cost.batches", 100);
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 3;
    private static final String DATA = "{\"operation\":\"predict\",\"provider\":\"onnxruntime\","
            + "\"request_model\":\"sha256:0a1b2c3d4e5f6071\",\"input_tokens\":128,\"tokens_source\":\"counted\",\"items\":1,"
            + "\"device\":\"cpu\",\"device_time_ns\":1234567,\"device_time_source\":\"wall\",\"wall_time_ns\":1240000,"
            + "\"outcome\":\"ok\"}";

    @Test
    void eventsASecond() throws Exception {
        Broker broker = Broker.get();
        String topic = broker.topic(3);
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 1; i <= BATCH; i++) {
            events.add(Events.event(i, "cust-" + i % 100, DATA));
        }
        List<Double> exporter = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        try (KafkaExporter ours = Events.exporter(broker.servers(), topic);
                Producer<byte[], byte[]> theirs = producer(broker)) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                double a = rate(() -> export(ours, events));
                double b = rate(() -> send(theirs, topic, events));
                if (round >= 0) {
                    exporter.add(a);
                    bare.add(b);
                }
            }
        }
        print("bare producer", bare, bare);
        print("exporter", exporter, bare);
    }

    private static Producer<byte[], byte[]> producer(Broker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.servers()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double rate(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return 1e9 * BATCH * BATCHES / (System.nanoTime() - begin);
    }

    private static void export(KafkaExporter exporter, List<UsageEvent> events) throws ExportException {
        for (int i = 0; i < BATCHES; i++) {
            exporter.export(events);
        }
    }

    private static void send(Producer<byte[], byte[]> producer, String topic, List<UsageEvent> events)
            throws Exception {
        RecordMapping mapping = new RecordMapping(topic, false, false);
        List<ProducerRecord<byte[], byte[]>> records =
                events.stream().map(mapping::of).toList();
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            for (ProducerRecord<byte[], byte[]> each : records) {
                // A producer takes a record once: its headers are closed then.
                futures.add(producer.send(
                        new ProducerRecord<>(topic, null, null, each.key(), each.value(), each.headers())));
            }
        }
        for (Future<?> future : futures) {
            future.get();
        }
    }

    private static void print(String name, List<Double> rates, List<Double> bare) {
        System.out.printf(
                Locale.ROOT,
                "%-15s median %,8.0f events/s (%,.0f to %,.0f), takes %.2f times as long as the bare producer%n",
                name,
                median(rates),
                Collections.min(rates),
                Collections.max(rates),
                median(bare) / median(rates));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
