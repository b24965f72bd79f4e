package io.meterweave.exporter.kafka;

import static io.meterweave.exporter.kafka.Events.events;
import static io.meterweave.exporter.kafka.Events.exporter;
import static io.meterweave.exporter.kafka.RefusalTest.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who a broker lets in, and whom the exporter trusts: what is missing is named, and no secret shown. */
@Timeout(60)
class CredentialsTest {
    private static final String[] SASL = {
        "producer.security.protocol", "SASL_PLAINTEXT",
        "producer.sasl.mechanism", "PLAIN",
        "producer.max.block.ms", "2000"
    };
    private static Broker broker;

    @TempDir
    Path temp;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.get();
    }

    @Test
    void whoMayNotWriteWaitsUntilHeMay() throws Exception {
        String topic = broker.topic(1);
        Path jaas = Files.writeString(temp.resolve("jaas"), jaas(BrokerProcess.PASSWORD));
        try (KafkaExporter exporter = sasl(topic, jaas)) {
            assertThat(message(exporter, events(1, 3)))
                    .startsWith("not authorised to write to the topic: grant WRITE and DESCRIBE, or change"
                            + " exporter.kafka.topic=" + topic + ": ")
                    .doesNotContain(BrokerProcess.PASSWORD);
            broker.grant(BrokerProcess.USER, topic);
            exporter.export(events(1, 3));
            // The application's own Kafka would find it.
            assertThat(Security.getProviders())
                    .noneMatch(provider -> provider.getClass().getName().contains("PlainSaslServer"));
        }
        assertThat(Stored.in(broker.servers(), topic)).hasSize(3);
    }

    @Test
    void aPasswordThatIsWrongIsNotShownAndCanBeReplaced() throws Exception {
        String topic = broker.topic(1);
        broker.grant(BrokerProcess.USER, topic);
        Path jaas = Files.writeString(temp.resolve("jaas"), jaas("wr0ng-one"));
        try (KafkaExporter exporter = sasl(topic, jaas)) {
            assertThat(message(exporter, events(1, 3)))
                    .startsWith("exporter.kafka.producer.bootstrap.servers=127.0.0.1:" + broker.sasl
                            + " refuses the credentials: look at exporter.kafka.producer.sasl.* and"
                            + " exporter.kafka.producer.security.protocol: ")
                    .doesNotContain("wr0ng-one");
            Files.writeString(jaas, "org.apache.kafka.common.security.plain.PlainLoginModule required s3cret-word;");
            assertThat(message(exporter, events(1, 3))).doesNotContain("s3cret-word");
            Files.delete(jaas);
            assertThat(message(exporter, events(1, 3))).endsWith(jaas + " does not exist");
            Files.writeString(jaas, jaas(BrokerProcess.PASSWORD));
            exporter.export(events(1, 3));
        }
        assertThat(Stored.in(broker.servers(), topic)).hasSize(3);
    }

    private static String jaas(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + BrokerProcess.USER
                + "\" password=\"" + password + "\";\n";
    }

    private static KafkaExporter sasl(String topic, Path jaas) {
        List<String> options = new ArrayList<>(List.of(SASL));
        options.addAll(List.of("producer.sasl.jaas.config.file", jaas.toString()));
        return exporter("127.0.0.1:" + broker.sasl, topic, options.toArray(new String[0]));
    }

    @Test
    void scramIsKafkasOwn() throws Exception {
        String topic = broker.topic(1);
        broker.grant(BrokerProcess.SCRAM_USER, topic);
        try (KafkaExporter exporter = exporter(
                "127.0.0.1:" + broker.sasl,
                topic,
                "producer.security.protocol",
                "SASL_PLAINTEXT",
                "producer.sasl.mechanism",
                "SCRAM-SHA-512",
                "producer.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                        + BrokerProcess.SCRAM_USER + "\" password=\"" + BrokerProcess.PASSWORD + "\";")) {
            exporter.export(events(1, 3));
        }
        assertThat(Stored.in(broker.servers(), topic)).hasSize(3);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        String topic = broker.topic(1);
        try (KafkaExporter exporter = exporter("127.0.0.1:" + broker.tls, topic, "producer.security.protocol", "SSL")) {
            assertThat(message(exporter, events(1, 3)))
                    .startsWith("TLS with exporter.kafka.producer.bootstrap.servers=127.0.0.1:" + broker.tls
                            + " failed: look at exporter.kafka.producer.ssl.* and"
                            + " exporter.kafka.producer.security.protocol: ");
        }
        assertThat(Stored.in(broker.servers(), topic)).isEmpty();
    }

    @Test
    void aCertificateInTheTrustStoreIsTaken() throws Exception {
        String topic = broker.topic(1);
        try (KafkaExporter exporter = exporter(
                "127.0.0.1:" + broker.tls,
                topic,
                "producer.security.protocol",
                "SSL",
                "producer.ssl.truststore.location",
                broker.keys.toString(),
                "producer.ssl.truststore.type",
                "PKCS12",
                "producer.ssl.truststore.password.file",
                Files.writeString(temp.resolve("password"), BrokerProcess.PASSWORD + "\n")
                        .toString())) {
            exporter.export(events(1, 3));
        }
        assertThat(Stored.in(broker.servers(), topic)).hasSize(3);
    }
}
