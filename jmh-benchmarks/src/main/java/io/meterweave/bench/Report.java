package io.meterweave.bench;

import java.util.List;
import java.util.Locale;

/** Tables of what a run gave, in Markdown. */
final class Report {
    private static final String HEAD = "| | ns/call | upper bound | × floor | its upper bound | mean | p99 of bursts |"
            + " cold p50 | cold p99 | bytes/call, caller | all threads | calls | arrived | lost |\n"
            + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";

    private Report() {}

    static String markdown(Results results) {
        StringBuilder text = new StringBuilder();
        if (results.shortened() > 0) {
            text.append("\nIterations of ").append(results.shortened()).append(" ms: a trial, not figures.\n");
        }
        for (List<Results.Row> table : results.tables()) {
            text.append("\n### ").append(results.title(table.get(0))).append("\n\n");
            text.append(HEAD);
            double floor = median(table, Variant.FLOOR);
            table.forEach(row -> text.append(line(row.label(), row.figures(), floor)));
            text.append(Comparison.of(table));
        }
        text.append(Comparison.threads(results.tables()));
        return text.toString();
    }

    private static String line(String label, Figures f, double floor) {
        Arrivals arrivals = f.arrivals();
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %.2f | %.1f | %.0f | %s | %s | %.1f | %.0f | %,d | %s | %s |%n",
                label,
                f.median(),
                f.upperBound(),
                f.median() / floor,
                f.upperBound() / floor,
                f.mean(),
                f.high(),
                whole(f.cold()),
                whole(f.coldHigh()),
                f.callerBytes(),
                f.allBytes(),
                f.calls(),
                arrivals == null ? "" : String.format(Locale.ROOT, "%,d", arrivals.records()),
                arrivals == null ? "" : String.format(Locale.ROOT, "%,d", arrivals.lost()));
    }

    private static String whole(double nanos) {
        return Double.isNaN(nanos) ? "" : String.format(Locale.ROOT, "%.0f", nanos);
    }

    private static double median(List<Results.Row> table, String label) {
        for (Results.Row row : table) {
            if (row.label().equals(label)) {
                return row.figures().median();
            }
        }
        return Double.NaN;
    }
}
