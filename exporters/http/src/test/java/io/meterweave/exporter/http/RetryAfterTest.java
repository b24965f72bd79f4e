package io.meterweave.exporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00.750Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1000",
        "' 17 ', 17000",
        "300, 300000",
        "301, 300000",
        "99999999999999999999, 300000",
        "00000000000000000002, 2000",
        "-1, 0",
        "1.5, 0",
        "soon, 0",
        "'', 0",
        "'Thu, 26 Nov 2026 10:00:20 GMT', 20000",
        "'Thu, 26 Nov 2026 09:00:00 GMT', 0",
        "'Thu, 26 Nov 2037 10:00:00 GMT', 300000",
        "'Thu, 32 Nov 2026 10:00:00 GMT', 0",
    })
    void readsSecondsAndDates(String value, long millis) {
        assertThat(RetryAfter.millis(value, null, NOW)).isEqualTo(millis);
    }

    @Test
    void datesGoByTheTargetsClock() {
        assertThat(RetryAfter.millis("Sat, 01 Jan 2000 00:00:30 GMT", "Sat, 01 Jan 2000 00:00:00 GMT", NOW))
                .isEqualTo(30_000);
        assertThat(RetryAfter.millis("Thu, 26 Nov 2026 10:00:20 GMT", "nonsense", NOW))
                .isEqualTo(20_000);
    }

    @Test
    void nothingSaidIsNothing() {
        assertThat(RetryAfter.millis(null, null, NOW)).isZero();
    }
}
