package io.meterweave.exporter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.contract.Arrival;
import io.meterweave.contract.ContractTarget;
import io.meterweave.contract.ExporterContract;
import io.meterweave.contract.NetworkTarget;
import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.UsageEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;

/** What every exporter holds to, on a broker. */
@Timeout(60)
class KafkaContractTest implements ExporterContract {
    private static final String PASSWORD = "passw0rd-of-the-contract";

    @Override
    public ExporterFactory factory() {
        return new KafkaExporterFactory();
    }

    @Override
    public ContractTarget target() throws Exception {
        Broker broker = Broker.get();
        return new Topic(broker, broker.topic(3));
    }

    /** One topic of the broker that all tests share. */
    private static final class Topic extends NetworkTarget {
        private final Broker broker;
        private final String topic;

        Topic(Broker broker, String topic) throws IOException {
            super(broker.proxy, broker.proxied, new byte[4]);
            this.broker = broker;
            this.topic = topic;
        }

        /** A length that is one, and then nothing that Kafka knows: of a larger one the client makes an array unseen (KAFKA-4090). */
        @Override
        protected byte[] garbage() {
            return "\0\0\0(SSH-2.0-OpenSSH_9.2 \u001b[2J and so on and so on".getBytes(UTF_8);
        }

        @Override
        public Map<String, String> options() {
            return Map.of(
                    "topic", topic,
                    "producer.bootstrap.servers", "127.0.0.1:" + port(),
                    "producer.sasl.jaas.config",
                            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\""
                                    + PASSWORD + "\";",
                    "producer.max.block.ms", "900",
                    "producer.request.timeout.ms", "300",
                    "producer.delivery.timeout.ms", "400",
                    "producer.reconnect.backoff.max.ms", "100");
        }

        @Override
        public UsageEvent refused(UsageEvent event) {
            String line = new String(event.json(), UTF_8);
            String large = line.replace("\"data\":{", "\"data\":{\"filler\":\"" + "x".repeat(1_100_000) + "\",");
            return new UsageEvent(
                    event.epoch(), event.sequence(), event.type(), event.subject(), large.getBytes(UTF_8));
        }

        @Override
        public List<Arrival> arrivals() {
            List<Arrival> arrivals = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> each : Stored.in(broker.servers(), topic)) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                each.headers().forEach(header -> {
                    all.writeBytes(header.key().getBytes(UTF_8));
                    all.writeBytes(header.value());
                });
                all.writeBytes(each.key() == null ? new byte[0] : each.key());
                all.writeBytes(each.value());
                arrivals.add(new Arrival(Stored.header(each, "ce_id"), all.toByteArray()));
            }
            return arrivals;
        }

        @Override
        public Set<String> secrets() {
            return Set.of(PASSWORD);
        }

        @Override
        public Map<String, String> wrongOptions() {
            return Map.of("topic", "a topic", "mode", "both", "timestamp", "now", "producer.max.block.ms", "0");
        }
    }
}
