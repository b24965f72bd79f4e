package io.meterweave.exporter.kafka;

import static io.meterweave.exporter.kafka.Events.events;
import static io.meterweave.exporter.kafka.Events.exporter;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.spi.UsageEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is told in one line that names the key, and comes to the topic when it was set right. */
@Timeout(60)
class WrongSettingsTest {
    private static final String WRONG = "wr0ng-secret";
    private static final String SERVERS = "producer.bootstrap.servers";
    private static final String PROTOCOL = "producer.security.protocol";
    private static Broker broker;

    @TempDir
    Path temp;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.get();
    }

    /** What the shipping thread says first; nothing of the batch is done with then. */
    private static String failure(KafkaExporter exporter, List<UsageEvent> batch) {
        List<String> said = new ArrayList<>();
        Patience patience = new Patience();
        Delivery delivery = new Delivery(
                "kafka",
                exporter,
                line -> {
                    said.add(line);
                    patience.end(0);
                },
                patience);
        assertThat(delivery.deliver(batch)).isNull();
        exporter.close();
        assertThat(said).hasSize(1);
        return said.get(0);
    }

    /** With a short patience, and the options of a mistake over those. */
    private static KafkaExporter impatient(String topic, String... options) {
        return exporter(
                broker.servers(),
                topic,
                Stream.concat(Stream.of("producer.max.block.ms", "700"), Arrays.stream(options))
                        .toArray(String[]::new));
    }

    private void assertTold(String topic, String key, String... options) {
        assertThat(failure(impatient(topic, options), events(1, 3)))
                .as("%s", Arrays.toString(options))
                .startsWith("exporter kafka failed: ")
                .endsWith("; usage stays in the journal and is sent again")
                .contains("exporter.kafka." + key)
                .doesNotContain(WRONG)
                .matches("\\P{Cntrl}{1,600}");
    }

    @Test
    void namesTheKeyAndNothingIsLost() throws Exception {
        String topic = broker.topic(1);
        broker.grant(BrokerProcess.USER, topic);
        String sasl = "127.0.0.1:" + broker.sasl;
        String jaas = Files.writeString(temp.resolve("jaas"), jaas(WRONG)).toString();
        String none = temp.resolve("none").toString();

        assertTold(topic, SERVERS + "=no-such-host.invalid:9092", SERVERS, "no-such-host.invalid:9092");
        assertTold(topic, SERVERS + "=127.0.0.1:1", SERVERS, "127.0.0.1:1");
        assertTold(topic, PROTOCOL, SERVERS, "127.0.0.1:" + broker.tls);
        assertTold(topic, PROTOCOL, PROTOCOL, "SSL");
        assertTold(topic, PROTOCOL, SERVERS, sasl);
        assertTold(topic, "topic=not-there", "topic", "not-there");
        String jaasFile = "producer.sasl.jaas.config.file";
        assertTold(
                topic,
                "producer.sasl.",
                SERVERS,
                sasl,
                PROTOCOL,
                "SASL_PLAINTEXT",
                "producer.sasl.mechanism",
                "PLAIN",
                jaasFile,
                jaas);
        assertTold(topic, jaasFile + "=" + none, SERVERS, sasl, PROTOCOL, "SASL_PLAINTEXT", jaasFile, none);

        assertThat(Stored.in(broker.servers(), topic)).isEmpty();
        assertAllArrive(topic);
    }

    private static String jaas(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + BrokerProcess.USER
                + "\" password=\"" + password + "\";\n";
    }

    private static void assertAllArrive(String topic) {
        List<String> said = new ArrayList<>();
        try (KafkaExporter exporter = exporter(broker.servers(), topic)) {
            assertThat(new Delivery("kafka", exporter, said::add, new Patience()).deliver(events(1, 3)))
                    .isEmpty();
        }
        assertThat(said).isEmpty();
        assertThat(Stored.in(broker.servers(), topic)).hasSize(3);
    }

    /** The events are of 2024. A topic may take nothing that old, by the record's timestamp, which is not the event's. */
    @Test
    void whatIsOldIsTakenUnlessItsOwnTimeIsSent() throws Exception {
        String topic = broker.topic(1, "message.timestamp.before.max.ms", "3600000");
        assertTold(topic, "timestamp=sent", "timestamp", "event");
        assertThat(Stored.in(broker.servers(), topic)).isEmpty();
        assertAllArrive(topic);
    }
}
