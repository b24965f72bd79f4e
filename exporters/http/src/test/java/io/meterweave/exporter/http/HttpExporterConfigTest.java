package io.meterweave.exporter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpExporterConfigTest {
    private static final String SECRET = "s3cr3t-t0ken";

    private static ExporterSettings settings(Map<String, String> options) {
        return new ExporterSettings("hub", Path.of("/var/meterweave"), options);
    }

    private static HttpExporterConfig config(String... options) {
        Map<String, String> all = new HashMap<>(Map.of("type", "http", "url", "https://hub.example/events"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return HttpExporterConfig.of(settings(all));
    }

    private static void refused(String option, String value, String... said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(option, value))
                .withMessageStartingWith("exporter.hub." + option)
                .satisfies(e -> assertThat(e.getMessage()).contains(said));
    }

    @Test
    void hasDefaults() {
        HttpExporterConfig config = config();
        assertThat(config.url()).hasToString("https://hub.example/events");
        assertThat(config.token()).isNull();
        assertThat(config.headers()).isEmpty();
        assertThat(config.timeoutMillis()).isEqualTo(30_000);
        assertThat(config.connectMillis()).isEqualTo(10_000);
        assertThat(config.batchEvents()).isEqualTo(500);
        assertThat(config.batchBytes()).isEqualTo(1 << 20);
        assertThat(config.gzip()).isTrue();
    }

    /** What the documentation says: every key is read, and every default is the one that is used. */
    @Test
    void isWhatItsOptionsSay() {
        for (ExporterOption option : HttpExporterOptions.ALL) {
            String otherwise = option.otherwise();
            if (!otherwise.isEmpty()) {
                String[] dialect = dialectWith(option.key());
                assertThat(config(with(dialect, option.key(), otherwise)))
                        .as(option.key())
                        .usingRecursiveComparison()
                        .isEqualTo(config(dialect));
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> config(with(dialectWith(option.key()), "colour", "red")))
                    .withMessageContaining(option.key());
        }
    }

    /** The settings of a dialect that reads the key. */
    private static String[] dialectWith(String key) {
        if (OAuthClient.KEYS.contains(key)) {
            return new String[] {"dialect", "m3ter", "client.id", "me", "client.secret", SECRET};
        }
        boolean metering = MeteringOptions.KEYS.contains(key) || key.equals(MeteringOptions.DIMENSIONS);
        return metering ? new String[] {"dialect", "lago"} : new String[0];
    }

    private static String[] with(String[] options, String key, String value) {
        String[] all = Arrays.copyOf(options, options.length + 2);
        all[options.length] = key;
        all[options.length + 1] = value;
        return all;
    }

    @Test
    void readsAllThereIs() throws Exception {
        HttpExporterConfig config = config(
                "token",
                SECRET,
                "header.X-Key",
                "k e y",
                "timeout",
                "2m",
                "connect.timeout",
                "100ms",
                "batch.events",
                "2000",
                "batch.bytes",
                "16MiB",
                "gzip",
                "false");
        assertThat(config.token().read()).isEqualTo(SECRET);
        assertThat(config.headers().get("x-key").read()).isEqualTo("k e y");
        assertThat(config.timeoutMillis()).isEqualTo(120_000);
        assertThat(config.connectMillis()).isEqualTo(100);
        assertThat(config.batchEvents()).isEqualTo(2_000);
        assertThat(config.batchBytes()).isEqualTo(16 << 20);
        assertThat(config.gzip()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "url, ftp://hub/, http or https",
        "url, hub.example/events, http or https",
        "url, '', http or https",
        "url, https://hub/#part, fragment",
        "timeout, 30, 100ms to 10m",
        "timeout, 99ms, 100ms to 10m",
        "timeout, 11m, 100ms to 10m",
        "timeout, -1s, 100ms to 10m",
        "connect.timeout, forever, 100ms to 10m",
        "batch.events, 0, 1 to 2000",
        "batch.events, 2001, 1 to 2000",
        "batch.events, 1e3, 1 to 2000",
        "batch.bytes, 1023B, 1KiB to 16MiB",
        "batch.bytes, 17MiB, 1KiB to 16MiB",
        "batch.bytes, 1MB, 1KiB to 16MiB",
        "gzip, yes, true or false",
        "token.file, '', path",
    })
    void namesKeyValueAndWhatIsAllowed(String option, String value, String allowed) {
        refused(option, value, "=" + value + ": allowed is ", allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:pass@hub/", "https://me@hub/", "ftp://me:pass@hub/", "https://me:pa ss@hub:x/"})
    void aUrlWithAUserIsRefusedAndNotShown(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("url", url))
                .withMessageStartingWith("exporter.hub.url names a user")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pa", "me@", "me:"));
    }

    @Test
    void whatAUrlAsksForIsNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("url", "https://hub/?key=" + SECRET + "#part"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header.",
                "header.X Key",
                "header.X:Key",
                "header.Content-Type",
                "header.content-encoding",
                "header.Host",
                "header.Connection",
                "header.Transfer-Encoding.file"
            })
    void headersThatCannotBeSet(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(option, SECRET))
                .withMessageStartingWith("exporter.hub." + option + " is no header")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "header.X-Key"})
    void secretsThatCannotBeSentAreNotShown(String option) {
        for (String bad : new String[] {"", SECRET + "\r\nX-Other: 1", SECRET + "\u00e9", SECRET + "x".repeat(8_192)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> config(option, bad))
                    .withMessageStartingWith("exporter.hub." + option + " cannot be sent")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
        }
    }

    @Test
    void oneOrTheOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("token", SECRET, "token.file", "/run/token"))
                .withMessageContaining("one of them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("token", SECRET, "header.authorization", "Basic x"))
                .withMessageContaining("one of them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("header.X-Key", SECRET, "header.x-key.file", "/run/key"))
                .withMessageContaining("header.x-key.file is given twice");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpExporterConfig.of(
                        settings(Map.of("type", "http", "tokn", SECRET, "gzip", "1", "timeout", "1"))))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(
                                "exporter.hub.url is missing",
                                "exporter.hub.gzip=1",
                                "exporter.hub.timeout=1",
                                "exporter.hub.tokn is no setting of type http; allowed are [",
                                "token.file",
                                "header.<Name>")
                        .doesNotContain(SECRET));
    }

    @Test
    void isPrintedWithoutSecrets() {
        assertThat(config("token", SECRET, "header.X-Key", SECRET).toString()).doesNotContain(SECRET);
        assertThat(settings(Map.of("token", SECRET)).toString())
                .doesNotContain(SECRET)
                .contains("hub", "token");
    }

    @Test
    void theFactoryIsFoundAndNeedsNoDirectory() {
        assertThat(ServiceLoader.load(ExporterFactory.class)).singleElement().satisfies(factory -> {
            assertThat(factory).isInstanceOf(HttpExporterFactory.class);
            assertThat(factory.type()).isEqualTo("http");
            assertThat(factory.needsDir(settings(Map.of()))).isFalse();
        });
    }

    /** Of each dialect's settings, what would go wrong only later, or in silence. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lago   | meters       | input_tokens          | <quantity>:<meter>",
                "lago   | meters       | input_tokens:a,input_tokens:b | each quantity once",
                "lago   | meters       | tokens:a              | quantities are input_tokens, output_tokens",
                "lago   | meters       | input_tokens:a/b/c    | <quantity>:<meter>/<field>",
                "lago   | dimensions   | value                 | none of them a meter's field",
                "lago   | dimensions   | model,model           | each once",
                "lago   | unattributed | customer:             | refuse, skip or customer:<id>",
                "lago   | window       | 30m                   | none, or an age as a number with h or d",
                "lago   | gzip         | true                  | takes no compressed requests",
                "lago   | batch.events | 101                   | a number from 1 to 100",
                "stripe | batch.events | 2                     | a number from 1 to 1",
                "stripe | dimensions   | model                 | is no setting of type http with dialect stripe",
                "lago   | client.id    | me                    | is no setting of type http with dialect lago",
                "m3ter  | batch.bytes  | 1MiB                  | a size from 1KiB to 511999B",
                "m3ter  | token        | x                     | is what a token is asked for",
                "lagoo  | dialect      | lagoo                 | cloudevents, openmeter, lago, stripe, m3ter",
            })
    void aDialectsSettingIsRefused(String dialect, String key, String value, String said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("dialect", dialect, key, value))
                .withMessageContaining("exporter.hub." + key)
                .withMessageContaining(said);
    }
}
