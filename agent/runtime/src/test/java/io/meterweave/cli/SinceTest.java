package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.5Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:00:00Z,            2026-11-22T10:00:00Z",
        "2026-11-22T10:00:00.000000001Z,  2026-11-22T10:00:00.000000001Z",
        "2026-11-22T10:00:00+02:00,       2026-11-22T08:00:00Z",
        "2026-11-22,                      2026-11-22T00:00:00Z",
        "30s,                             2026-11-22T09:59:30.5Z",
        "15m,                             2026-11-22T09:45:00.5Z",
        "24h,                             2026-11-21T10:00:00.5Z",
        "7d,                              2026-11-15T10:00:00.5Z",
    })
    void reads(String text, String instant) {
        Since since = Since.parse(text, NOW);

        Instant expected = Instant.parse(instant);
        assertThat(since.instant()).isEqualTo(expected);
        assertThat(Instant.ofEpochSecond(0, since.epochNanos())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "15",
                "15 m",
                "-5m",
                "1w",
                "2026-13-01",
                "2026-02-30",
                "2026-11-22T10:00:00",
                "2026-11-22T25:00:00Z",
                "999999999d",
                "1969-12-31",
                "2262-04-13",
                "+999999999-01-01T00:00:00Z"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Since.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is ")
                .hasMessageContaining("7d");
    }
}
