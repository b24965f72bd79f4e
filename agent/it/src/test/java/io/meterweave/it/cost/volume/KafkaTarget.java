package io.meterweave.it.cost.volume;

import io.meterweave.it.KafkaBroker;
import io.meterweave.it.fork.Jdk;
import java.nio.file.Path;
import java.util.List;

/** A broker with a topic of three partitions, not replicated, for the exporter {@code kafka} with its defaults. */
final class KafkaTarget implements Target {
    private final KafkaBroker broker;

    KafkaTarget(Jdk jdk, Path dir) {
        broker = new KafkaBroker(jdk, dir, "-Xmx1g");
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public List<String> settings() {
        return List.of(
                "exporters=kafka",
                "exporter.kafka.topic=" + KafkaBroker.TOPIC,
                "exporter.kafka.producer.bootstrap.servers=" + broker.servers());
    }

    @Override
    public long arriving() {
        return broker.count();
    }

    @Override
    public Arrived arrived() {
        long[] found = broker.events();
        return new Arrived(found[0], found[1], found[2]);
    }

    @Override
    public double cpuSeconds() {
        return Unix.cpuSeconds(broker.pid());
    }

    @Override
    public void close() {
        broker.close();
    }
}
