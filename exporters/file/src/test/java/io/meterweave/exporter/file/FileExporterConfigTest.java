package io.meterweave.exporter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileExporterConfigTest {
    private static FileExporterConfig config(Map<String, String> options) {
        return FileExporterConfig.of(new ExporterSettings("hub", Path.of("/var/meterweave"), options));
    }

    @Test
    void hasDefaults() {
        assertThat(config(Map.of("type", "file")))
                .isEqualTo(new FileExporterConfig(Path.of("/var/meterweave/export/hub"), 64 << 20, 3_600_000));
    }

    @ParameterizedTest
    @CsvSource({"1KiB,1024", "1024B,1024", "2MiB,2097152", "3GiB,3221225472", "999999999GiB,1073741822926258176"})
    void readsSizes(String text, long bytes) {
        assertThat(config(Map.of("rotate.size", text)).rotateBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1s,1000", "90m,5400000", "2h,7200000", "7d,604800000", "999999999d,86399999913600000"})
    void readsAges(String text, long millis) {
        assertThat(config(Map.of("rotate.age", text)).rotateMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0KiB", "1023B", "-1KiB", "1", "1kb", "1.5MiB", " 1MiB", "17179869185GiB", "1MiB\n"})
    void refusesSizes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(Map.of("rotate.size", text)))
                .withMessageStartingWith("exporter.hub.rotate.size=" + text)
                .withMessageContaining("from 1KiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "999ms", "-1s", "1", "1S", "1w", "1000000000s"})
    void refusesAges(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(Map.of("rotate.age", text)))
                .withMessageStartingWith("exporter.hub.rotate.age=" + text)
                .withMessageContaining("from 1s");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(Map.of("type", "file", "rotate", "1h")))
                .withMessageContaining("exporter.hub.rotate is no setting")
                .withMessageContaining("rotate.age");
    }

    @Test
    void theFactoryIsFound() {
        assertThat(ServiceLoader.load(ExporterFactory.class))
                .singleElement()
                .isInstanceOf(FileExporterFactory.class)
                .extracting(ExporterFactory::type)
                .isEqualTo("file");
    }
}
