package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ship.Pace;
import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExporterConfigTest {
    private static final Map<String, String> OWN = Map.of(
            "batch.events",
            "50",
            "batch.bytes",
            "64KiB",
            "batch.age",
            "200ms",
            "rate",
            "1000",
            "max.backlog.age",
            "10m");

    private final List<String> errors = new ArrayList<>();

    private ExporterConfig hub(Map<String, String> options) {
        Map<String, String> values = new TreeMap<>(Map.of("exporters", "hub,other", "max.backlog.age", "2h"));
        options.forEach((key, value) -> values.put("exporter.hub." + key, value));
        Map<String, ExporterConfig> all = ExporterConfig.all(values, errors);
        assertThat(all.get("other")).isEqualTo(new ExporterConfig(Map.of("type", "other"), Pace.DEFAULT, 7_200_000));
        return all.get("hub");
    }

    @Test
    void eachExporterHasAPaceOfItsOwn() {
        ExporterConfig hub = hub(OWN);
        assertThat(errors).isEmpty();
        assertThat(hub.pace()).isEqualTo(new Pace(50, 65_536, 200_000_000, 1_000));
        assertThat(hub.maxBacklogMillis()).isEqualTo(600_000);
        assertThat(hub(Map.of("max.backlog.age", "none")).maxBacklogMillis()).isZero();
        assertThat(errors).isEmpty();
    }

    @Test
    void documentedDefaultsAreThoseThatAreUsed() {
        Map<String, String> documented = PaceOptions.ALL.stream()
                .filter(option -> !option.otherwise().isEmpty())
                .collect(Collectors.toMap(ExporterOption::key, ExporterOption::otherwise));
        assertThat(hub(documented).pace()).isEqualTo(Pace.DEFAULT);
        assertThat(ExporterConfig.all(Map.of("exporters", "hub"), errors)
                        .get("hub")
                        .maxBacklogMillis())
                .isEqualTo(3_600_000);
        assertThat(errors).isEmpty();
    }

    @Test
    void whatIsWrongIsToldAtOnce() {
        hub(Map.of(
                "batch.events",
                "0",
                "batch.bytes",
                "65MiB",
                "batch.age",
                "9ms",
                "rate",
                "fast",
                "max.backlog.age",
                "1"));
        assertThat(errors)
                .containsExactlyInAnyOrder(
                        "exporter.hub.batch.events=0: allowed is a whole number from 1 to 100000",
                        "exporter.hub.batch.bytes=65MiB: allowed is a size from 1KiB to 64MiB",
                        "exporter.hub.batch.age=9ms: allowed is a duration from 10ms to 10m",
                        "exporter.hub.rate=fast: allowed is a whole number from 1 to 1000000",
                        "exporter.hub.max.backlog.age=1: allowed is none, or a duration from 1s");
    }

    @Test
    void boundsAreAllowedAndWhatIsBeyondThemIsNot() {
        hub(Map.of("batch.events", "100000", "batch.bytes", "1KiB", "batch.age", "10m", "rate", "1000000"));
        hub(Map.of("batch.events", "1", "batch.bytes", "64MiB", "batch.age", "10ms", "rate", "1"));
        assertThat(errors).isEmpty();
        for (String wrong : List.of(
                "batch.events=100001",
                "batch.events=-1",
                "batch.bytes=1023B",
                "batch.bytes=1e6",
                "batch.bytes=9999999GiB",
                "batch.age=601s",
                "batch.age=999999999d",
                "batch.age=none",
                "rate=0",
                "rate=1000001",
                "rate=10/s",
                "max.backlog.age=999ms",
                "max.backlog.age=999999999d",
                "max.backlog.age=")) {
            errors.clear();
            hub(Map.of(wrong.substring(0, wrong.indexOf('=')), wrong.substring(wrong.indexOf('=') + 1)));
            assertThat(errors).as(wrong).singleElement().asString().startsWith("exporter.hub." + wrong + ": allowed");
        }
    }

    @Test
    void aBatchIsNotToWaitUntilItIsOverdue() {
        hub(Map.of("batch.age", "1m", "max.backlog.age", "60s"));
        assertThat(errors)
                .containsExactly("exporter.hub.batch.age=1m: allowed is less than max.backlog.age, which would be told"
                        + " of every batch");
    }

    /** Each type would refuse what it does not know. */
    @Test
    void anExporterReadsOfItsPaceWhatItsTypeHas() {
        Map<String, String> options = new TreeMap<>(OWN);
        options.put("type", "any");
        for (ExporterFactory factory : ConfigurationDocs.factories()) {
            Map<String, String> left = PaceOptions.without(options, factory);
            switch (factory.type()) {
                case "http" -> assertThat(left).containsOnlyKeys("type", "batch.events", "batch.bytes");
                case "pubsub" -> assertThat(left).containsOnlyKeys("type", "batch.events");
                default -> assertThat(left).as(factory.type()).containsOnlyKeys("type");
            }
        }
    }
}
