package io.meterweave.bench.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** {@code send} for each call, on its own thread, to the topic {@code usage}; the producer is as it comes (acks=all). */
final class KafkaPeer implements Peer {
    private static final String TOPIC = "usage";

    private final Map<String, Object> servers;
    private final KafkaProducer<String, String> producer;

    KafkaPeer(String servers) {
        this.servers = Map.of("bootstrap.servers", servers);
        this.producer = new KafkaProducer<>(this.servers, new StringSerializer(), new StringSerializer());
    }

    @Override
    public @Nullable Object call(Inference inference, Facts facts) throws Exception {
        long start = System.nanoTime();
        Object result = inference.run();
        long nanos = System.nanoTime() - start;
        String value = "{\"provider\":\"" + facts.provider() + "\",\"model\":\"" + facts.model() + "\",\"tokens\":"
                + facts.tokens() + ",\"start\":" + start + ",\"nanos\":" + nanos + "}";
        producer.send(new ProducerRecord<>(TOPIC, facts.subject(), value));
        return result;
    }

    /** By the ends of the topic's partitions; it was empty before. */
    @Override
    public long arrived() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (PartitionInfo each : producer.partitionsFor(TOPIC)) {
            ends.put(new TopicPartition(TOPIC, each.partition()), OffsetSpec.latest());
        }
        producer.close();
        try (Admin admin = Admin.create(servers)) {
            List<ListOffsetsResultInfo> found =
                    new ArrayList<>(admin.listOffsets(ends).all().get().values());
            return found.stream().mapToLong(ListOffsetsResultInfo::offset).sum();
        }
    }
}
