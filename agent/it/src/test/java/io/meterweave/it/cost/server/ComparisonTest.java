package io.meterweave.it.cost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static List<Figures> rounds(long counted, double... perSecond) {
        return DoubleStream.of(perSecond)
                .mapToObj(one -> new Figures(
                        1_000, one, 5_000, 6_000, 70_000, millis(100), new Memory(300, 500), 1, 10, counted))
                .toList();
    }

    /** One value each of 1 to {@code highest} ms. */
    private static Histogram millis(int highest) {
        Histogram histogram = new Histogram(3);
        for (int i = 1; i <= highest; i++) {
            histogram.recordValue(i * 1_000_000L);
        }
        return histogram;
    }

    /** The machine is half as fast in the second round: each round says 2 % all the same. */
    @Test
    void changesAreTakenWithinARound() {
        String table = new Comparison(Map.of(
                        Kind.NO_AGENT, rounds(0, 200, 100, 300),
                        Kind.METERWEAVE, rounds(10, 196, 98, 294),
                        Kind.OPENTELEMETRY, rounds(9, 180, 90, 270)))
                .toString();

        assertThat(table)
                .containsSubsequence(
                        "saturated, requests/s",
                        "no agent       200.0 [100.0, 300.0]\n",
                        "meterweave     196.0 [98.0, 294.0]   -2.00 % [-2.00, -2.00], half-width 0.00\n",
                        "opentelemetry  180.0 [90.0, 270.0]   -10.00 % [-10.00, -10.00], half-width 0.00\n",
                        "open loop, p50, ms, of 100 requests a life\n",
                        "open loop, p99, ms, of 100 requests a life\n",
                        "CPU per request, saturated, us",
                        "open loop, all rounds in one histogram, ms\n",
                        "p99.9 100.",
                        "meterweave     30 of 30\n",
                        "opentelemetry  27 of 30\n")
                .doesNotContain("p99.9, ms");
    }

    @Test
    void percentilesAreOfTheValues() {
        Figures figures = rounds(0, 1).get(0);

        assertThat(figures.latencyMillis(50)).isBetween(50.0, 50.1);
        assertThat(figures.latencyMillis(99)).isBetween(99.0, 99.1);
        assertThat(figures.latencyMillis(99.9)).isBetween(100.0, 100.1);
    }
}
