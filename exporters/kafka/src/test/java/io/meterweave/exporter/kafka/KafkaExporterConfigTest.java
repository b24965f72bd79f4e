package io.meterweave.exporter.kafka;

import static io.meterweave.exporter.kafka.Events.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaExporterConfigTest {
    private static final String SECRET = "s3cret-of-the-test";

    private static KafkaExporterConfig config(String... options) {
        return KafkaExporterConfig.of(settings("a:9092,b:9092", "usage", options));
    }

    private static String error(String... options) {
        return catchThrowableOfType(IllegalArgumentException.class, () -> config(options))
                .getMessage();
    }

    private static Map<String, Object> producer(String... options) {
        return config(options).producer().with(Map.of());
    }

    @Test
    void whatDeliveryRestsOnIsSet() {
        assertThat(producer())
                .containsEntry("bootstrap.servers", "a:9092,b:9092")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("max.in.flight.requests.per.connection", "1")
                .containsEntry("client.id", "meterweave-kafka")
                .containsEntry("batch.size", "262144")
                .containsEntry("linger.ms", "0")
                .containsEntry("metric.reporters", "")
                .containsEntry("enable.metrics.push", "false");
        assertThat(config().producer().longestMillis()).isEqualTo(50_000);
    }

    @Test
    void propertiesArePassedOn() {
        assertThat(producer("producer.linger.ms", "7", "producer.client.id", "shop", "producer.acks", "-1"))
                .containsEntry("linger.ms", "7")
                .containsEntry("client.id", "shop")
                .containsEntry("acks", "all");
    }

    @Test
    void whatWouldLoseRepeatOrReorderIsRefused() {
        assertThat(error("producer.acks", "0"))
                .isEqualTo("exporter.kafka.producer.acks=0: allowed is all: anything else loses usage, repeats it or"
                        + " changes its order");
        assertThat(error("producer.enable.idempotence", "false"))
                .startsWith("exporter.kafka.producer.enable.idempotence=false: allowed is true");
        assertThat(error("producer.max.in.flight.requests.per.connection", "5")).contains("=5: allowed is 1");
        assertThat(error("producer.partitioner.ignore.keys", "true")).contains("=true: allowed is false");
        assertThat(error("producer.transactional.id", "t"))
                .startsWith("exporter.kafka.producer.transactional.id cannot be set: ");
        assertThat(error("producer.value.serializer", "x")).contains("value.serializer cannot be set");
        assertThat(error("producer.interceptor.classes", "x")).contains("interceptor.classes cannot be set");
        assertThat(error("producer.partitioner.class", "x")).contains("partitioner.class cannot be set");
        assertThat(error("producer.security.providers", "x")).contains("security.providers cannot be set");
        assertThat(error("producer.retries", "0")).contains("exporter.kafka.producer.*: ", "retries");
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        ExporterSettings wrong = new ExporterSettings(
                "hub",
                Path.of("/nowhere"),
                Map.of(
                        "type",
                        "kafka",
                        "topic",
                        "a/b",
                        "mode",
                        "both",
                        "timestamp",
                        "now",
                        "topc",
                        "x",
                        "producer.acsk",
                        "1"));
        String message = catchThrowableOfType(IllegalArgumentException.class, () -> KafkaExporterConfig.of(wrong))
                .getMessage();

        assertThat(message)
                .isEqualTo(String.join(
                        "; ",
                        "exporter.hub.topic=a/b: allowed are 1 to 249 letters, digits, '.', '_' and '-'",
                        "exporter.hub.mode=both: allowed is binary or structured",
                        "exporter.hub.timestamp=now: allowed is sent or event",
                        "exporter.hub.topc is no setting of type kafka; allowed are [mode, timestamp, topic, type] and"
                                + " producer.<property>",
                        "exporter.hub.producer.acsk is no property of Kafka's producer",
                        "exporter.hub.producer.bootstrap.servers is missing: which brokers is usage to be sent to? Allowed"
                                + " is host:port, separated by commas"));
    }

    @Test
    void waitsAreBounded() {
        assertThat(error("producer.max.block.ms", "600001")).contains("max.block.ms=600001: allowed are milliseconds");
        assertThat(error("producer.delivery.timeout.ms", "2147483647")).contains("from 1 to 600000");
        assertThat(error("producer.delivery.timeout.ms", "9000"))
                .contains("delivery.timeout.ms=9000: allowed is at least request.timeout.ms + linger.ms, 100");
        assertThat(error("producer.linger.ms", "soon")).contains("exporter.kafka.producer.*: ", "linger.ms");
    }

    @Test
    void serversHaveNameAndPort() {
        assertThat(catchThrowableOfType(
                                IllegalArgumentException.class,
                                () -> KafkaExporterConfig.of(settings("broker", "usage")))
                        .getMessage())
                .isEqualTo(
                        "exporter.kafka.producer.bootstrap.servers=broker: allowed is host:port, separated by commas");
        assertThat(KafkaExporterConfig.of(settings("[::1]:9092", "usage")).servers())
                .isEqualTo("[::1]:9092");
    }

    /** Else Kafka would take the application's credentials, or register what the application's clients would find. */
    @Test
    void credentialsAreTheExportersOwn() {
        assertThat(error("producer.security.protocol", "SASL_SSL"))
                .contains(
                        "exporter.kafka.producer.sasl.jaas.config, or exporter.kafka.producer.sasl.jaas.config.file, is missing");
        assertThat(error(
                        "producer.security.protocol",
                        "SASL_SSL",
                        "producer.sasl.mechanism",
                        "OAUTHBEARER",
                        "producer.sasl.jaas.config",
                        SECRET))
                .contains("sasl.mechanism=OAUTHBEARER: allowed are PLAIN")
                .doesNotContain(SECRET);
    }

    @Test
    void secretsComeFromFilesAndAreNotShown(@TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("password"), SECRET + "\n");
        KafkaExporterConfig config = config(
                "producer.ssl.keystore.password.file", file.toString(), "producer.ssl.key.password", SECRET + "2");

        assertThat(config.producer().readFiles()).isEqualTo(Map.of("ssl.keystore.password", SECRET));
        assertThat(config.toString()).doesNotContain(SECRET);
        Secrets secrets = config.producer().secretsIn(config.producer().readFiles());
        assertThat(secrets.shown("a " + SECRET + " b\n" + SECRET + "2")).isEqualTo("a *** b ***");
        assertThat(error("producer.ssl.key.password", "a", "producer.ssl.key.password.file", "b"))
                .contains("producer.ssl.key.password and exporter.kafka.producer.ssl.key.password.file are both given");
        assertThat(error("producer.linger.ms.file", "b")).contains("linger.ms.file is no property");
    }

    @Test
    void factoryIsFoundAndSaysItsSettings() {
        assertThat(ServiceLoader.load(ExporterFactory.class)).singleElement().satisfies(factory -> {
            assertThat(factory).isInstanceOf(KafkaExporterFactory.class);
            assertThat(factory.type()).isEqualTo("kafka");
            assertThat(factory.options().stream().map(ExporterOption::key)).contains("topic", "producer.<property>");
        });
    }
}
