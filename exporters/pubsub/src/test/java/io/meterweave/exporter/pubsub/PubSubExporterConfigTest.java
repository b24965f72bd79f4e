package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubExporterConfigTest {
    @Test
    void hasDefaults() {
        PubSubExporterConfig config = config();
        assertThat(config.url()).hasToString("https://pubsub.googleapis.com/v1/projects/meter-1/topics/usage:publish");
        assertThat(config.anonymous()).isFalse();
        assertThat(config.key()).isNull();
        assertThat(config.structured()).isFalse();
        assertThat(config.ordered()).isFalse();
        assertThat(config.batchEvents()).isEqualTo(1_000);
        assertThat(config.gzip()).isTrue();
        assertThat(config.timeoutMillis()).isEqualTo(30_000);
        assertThat(config.connectMillis()).isEqualTo(10_000);
    }

    /** What the documentation says: every default is the one that is used. */
    @Test
    void isWhatItsOptionsSay() {
        for (ExporterOption option : PubSubExporterOptions.ALL) {
            if (!option.otherwise().isEmpty()) {
                assertThat(config(option.key(), option.otherwise()))
                        .as(option.key())
                        .isEqualTo(config());
            }
        }
    }

    @Test
    void readsAllThereIs() {
        PubSubExporterConfig config = config(
                "topic", "projects/example.com:meter-1/topics/a%b+c~d",
                "endpoint", "https://europe-west1-pubsub.googleapis.com",
                "credentials.file", "/run/key.json",
                "mode", "structured",
                "ordering", "subject",
                "batch.events", "50",
                "gzip", "false",
                "timeout", "2m",
                "connect.timeout", "100ms");
        assertThat(config.url())
                .hasToString("https://europe-west1-pubsub.googleapis.com/v1/projects/example.com:meter-1/topics/"
                        + "a%25b+c~d:publish");
        assertThat(config.key()).isEqualTo(Path.of("/run/key.json"));
        assertThat(config.structured()).isTrue();
        assertThat(config.ordered()).isTrue();
        assertThat(config.batchEvents()).isEqualTo(50);
        assertThat(config.gzip()).isFalse();
        assertThat(config.timeoutMillis()).isEqualTo(120_000);
        assertThat(config.connectMillis()).isEqualTo(100);
        assertThat(config("emulator", "pubsub:8085").url())
                .hasToString("http://pubsub:8085/v1/projects/meter-1/topics/usage:publish");
        assertThat(config("emulator", "[::1]:8085").anonymous()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "topic, usage, projects/<project>/topics/<topic>",
        "topic, projects/p/topics/ab, projects/<project>/topics/<topic>",
        "topic, projects/p/topics/google-usage, projects/<project>/topics/<topic>",
        "topic, projects/p/topics/us/age, projects/<project>/topics/<topic>",
        "topic, projects/P/topics/usage, projects/<project>/topics/<topic>",
        "endpoint, pubsub.googleapis.com, a URL of https",
        "endpoint, https://hub/v1, without a path",
        "endpoint, https://hub/?a=b, without a path",
        "endpoint, http://pubsub.googleapis.com, a URL of https",
        "endpoint, http://localhost:1, in digits",
        "endpoint, http://127.0.0.1.example, in digits",
        "endpoint, http://10.0.0.1, in digits",
        "emulator, localhost, host:port",
        "emulator, http://localhost:8085, host:port",
        "emulator, localhost:99999, host:port",
        "emulator, a@b:1, host:port",
        "mode, batch, binary or structured",
        "ordering, key, none or subject",
        "batch.events, 0, 1 to 1000",
        "batch.events, 1001, 1 to 1000",
        "gzip, yes, true or false",
        "timeout, 30, 100ms to 10m",
        "timeout, 11m, 100ms to 10m",
        "connect.timeout, 99ms, 100ms to 10m",
        "credentials.file, '', path",
    })
    void namesKeyValueAndWhatIsAllowed(String option, String value, String allowed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(option, value))
                .withMessageStartingWith("exporter.hub." + option + "=" + value + ": allowed is ")
                .withMessageContaining(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:pass@hub", "https://me:pa ss@hub:x"})
    void aUserIsNotShown(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("endpoint", url))
                .withMessageStartingWith("exporter.hub.endpoint names a user")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pa", "me:"));
    }

    @Test
    void oneOrTheOther() {
        for (String[] other : new String[][] {{"endpoint", "https://hub"}, {"credentials.file", "/key"}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> config("emulator", "localhost:1", other[0], other[1]))
                    .withMessageContaining("exporter.hub.emulator and " + other[0] + " are both given");
        }
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PubSubExporterConfig.of(new ExporterSettings(
                        "hub", Path.of("/d"), Map.of("type", "pubsub", "tpic", "s3cr3t", "gzip", "1", "timeout", "1"))))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(
                                "exporter.hub.topic is missing",
                                "exporter.hub.gzip=1",
                                "exporter.hub.timeout=1",
                                "exporter.hub.tpic is no setting of type pubsub; allowed are [batch.events, connect")
                        .doesNotContain("s3cr3t"));
    }

    @Test
    void theFactoryIsFoundAndNeedsNoDirectory() {
        ExporterSettings settings = new ExporterSettings("hub", Path.of("/d"), Map.of("topic", FakePubSub.TOPIC));
        assertThat(ServiceLoader.load(ExporterFactory.class)).singleElement().satisfies(factory -> {
            assertThat(factory).isInstanceOf(PubSubExporterFactory.class);
            assertThat(factory.type()).isEqualTo("pubsub");
            assertThat(factory.options()).isEqualTo(PubSubExporterOptions.ALL);
            assertThat(factory.needsDir(settings)).isFalse();
            factory.create(settings).close();
        });
    }
}
