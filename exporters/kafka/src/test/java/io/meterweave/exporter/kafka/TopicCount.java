package io.meterweave.exporter.kafka;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Counts what a topic of one epoch's events in binary mode holds, also while it is written: nothing of it is kept. */
final class TopicCount implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final BitSet usages = new BitSet();
    private long repeated;
    private long losses;

    TopicCount(String servers, String topic) {
        consumer = Stored.consumer(servers);
        partitions = Stored.partitions(consumer, topic);
        consumer.assign(partitions);
    }

    /** How many records were stored in it so far. */
    long records() {
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Reads all of it: usage records, each id once; those that are there again; events that tell of losses. */
    String events() {
        usages.clear();
        repeated = 0;
        losses = 0;
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            consumer.poll(Duration.ofSeconds(1)).forEach(this::add);
        }
        return usages.cardinality() + " " + repeated + " " + losses;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        String type = Stored.header(record, "ce_type");
        if (type.equals("io.meterweave.usage.v1")) {
            String id = Stored.header(record, "ce_id");
            int sequence = Integer.parseInt(id.substring(id.lastIndexOf('.') + 1));
            repeated += usages.get(sequence) ? 1 : 0;
            usages.set(sequence);
        } else if (type.equals("io.meterweave.loss.v1")) {
            losses++;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
