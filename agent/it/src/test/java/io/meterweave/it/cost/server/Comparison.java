package io.meterweave.it.cost.server;

import io.meterweave.it.cost.Medians;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * The figures of all rounds as a table of plain text: for each figure and kind the median over the rounds, and the median
 * change against no agent in the same round, with the bounds between which the true one lies with at least 95 % confidence.
 */
final class Comparison {
    /** One life has too few requests for more nines. */
    private static final List<String> PERCENTILES = List.of("50", "99");

    private final Map<Kind, List<Figures>> rounds;

    /**
     * Holds them side by side.
     *
     * @param rounds of each kind as many, of the same rounds in the same order
     */
    Comparison(Map<Kind, List<Figures>> rounds) {
        this.rounds = new EnumMap<>(rounds);
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        block(table, "saturated, requests/s", 1, Figures::perSecond);
        for (String percentile : PERCENTILES) {
            double of100 = Double.parseDouble(percentile);
            block(table, "open loop, p" + percentile + ", ms" + requests(), 2, figures -> figures.latencyMillis(of100));
        }
        block(table, "CPU per request, saturated, us", 0, Figures::saturatedCpuMicros);
        block(table, "CPU per request, open loop, us", 0, Figures::openCpuMicros);
        block(table, "allocated per request, bytes", 0, Figures::allocated);
        block(
                table,
                "anonymous resident memory, MiB",
                1,
                figures -> figures.memory().anonymous());
        block(
                table,
                "most resident memory with mapped files, MiB",
                1,
                figures -> figures.memory().highWater());
        block(table, "start to first answer, ms", 0, Figures::startMillis);
        others(table);
        together(table);
        counted(table);
        return table.toString();
    }

    /** How many requests the open loop of each life had. */
    private String requests() {
        LongSummaryStatistics requests = rounds.values().stream()
                .flatMap(List::stream)
                .mapToLong(figures -> figures.latency().getTotalCount())
                .summaryStatistics();
        return requests.getMin() == requests.getMax()
                ? ", of " + requests.getMax() + " requests a life"
                : ", of " + requests.getMin() + " to " + requests.getMax() + " requests a life";
    }

    private void block(StringBuilder table, String name, int digits, ToDoubleFunction<Figures> figure) {
        table.append("  ").append(name).append('\n');
        double[] without = values(Kind.NO_AGENT, figure);
        String number = "%." + digits + "f";
        String line = "    %-14s " + number + " [" + number + ", " + number + "]";
        rounds.keySet().forEach(kind -> {
            double[] values = values(kind, figure);
            Medians medians = Medians.of(values);
            table.append(String.format(Locale.ROOT, line, kind, medians.median(), medians.low(), medians.high()));
            if (kind != Kind.NO_AGENT) {
                Medians change = Medians.of(changes(values, without));
                table.append(String.format(
                        Locale.ROOT,
                        "   %+.2f %% [%+.2f, %+.2f], half-width %.2f",
                        change.median(),
                        change.low(),
                        change.high(),
                        (change.high() - change.low()) / 2));
            }
            table.append('\n');
        });
    }

    private double[] values(Kind kind, ToDoubleFunction<Figures> figure) {
        return rounds.get(kind).stream().mapToDouble(figure).toArray();
    }

    /** Percent by which each value is above that of the same round without an agent. */
    static double[] changes(double[] with, double[] without) {
        double[] changes = new double[with.length];
        Arrays.setAll(changes, i -> 100 * (with[i] / without[i] - 1));
        return changes;
    }

    /** About nothing where nobody disturbs, of which a change has no meaning. */
    private void others(StringBuilder table) {
        table.append("  CPU time of other processes, % of one processor, median and highest\n");
        rounds.forEach((kind, figures) -> {
            double[] values = values(kind, Figures::others);
            table.append(String.format(
                    Locale.ROOT,
                    "    %-14s %.1f %.1f%n",
                    kind,
                    Medians.of(values).median(),
                    Arrays.stream(values).max().orElseThrow()));
        });
    }

    private void together(StringBuilder table) {
        table.append("  open loop, all rounds in one histogram, ms\n");
        rounds.forEach((kind, figures) -> {
            Histogram all = new Histogram(3);
            figures.forEach(one -> all.add(one.latency()));
            table.append(String.format(
                    Locale.ROOT,
                    "    %-14s p50 %.2f  p99 %.2f  p99.9 %.2f  highest %.2f, of %d%n",
                    kind,
                    Figures.millis(all, 50),
                    Figures.millis(all, 99),
                    Figures.millis(all, 99.9),
                    Figures.millis(all, 100),
                    all.getTotalCount()));
        });
    }

    private void counted(StringBuilder table) {
        table.append("  records or spans counted, of requests answered\n");
        rounds.forEach((kind, figures) -> table.append(String.format(
                Locale.ROOT,
                "    %-14s %d of %d%n",
                kind,
                figures.stream().mapToLong(Figures::counted).sum(),
                figures.stream().mapToLong(Figures::answered).sum())));
    }
}
