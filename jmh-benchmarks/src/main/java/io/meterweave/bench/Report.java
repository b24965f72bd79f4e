package io.meterweave.bench;

import java.util.Locale;
import java.util.Map;

/** Prints one JDK's figures with one number of threads. */
final class Report {
    private Report() {}

    static String markdown(int feature, int threads, Map<Variant, Figures> rows) {
        double floor = floor(rows);
        StringBuilder text = new StringBuilder();
        text.append("\n### JDK ").append(feature).append(", ").append(threads).append(" thread(s)\n\n");
        text.append("| | ns/call | upper bound | × floor | its upper bound | p99 of bursts | bytes/call, caller |"
                + " all threads | calls | arrived | lost |\n");
        text.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        rows.forEach((variant, f) -> {
            Arrivals arrivals = f.arrivals();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.2f | %.2f | %.0f | %.1f | %.0f | %,d | %s | %s |%n",
                    variant.label(),
                    f.median(),
                    f.upperBound(),
                    f.median() / floor,
                    f.upperBound() / floor,
                    f.high(),
                    f.callerBytes(),
                    f.allBytes(),
                    f.calls(),
                    arrivals == null ? "" : String.format(Locale.ROOT, "%,d", arrivals.records()),
                    arrivals == null ? "" : String.format(Locale.ROOT, "%,d", arrivals.lost())));
        });
        return text.toString();
    }

    static String json(int feature, int threads, Map<Variant, Figures> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach((variant, f) -> {
            Arrivals arrivals = f.arrivals();
            text.append(String.format(
                    Locale.ROOT,
                    "{\"jdk\":%d,\"threads\":%d,\"variant\":\"%s\",\"ns\":%s,\"floor_ns\":%s,\"caller_bytes\":%s,"
                            + "\"all_bytes\":%s,\"calls\":%d,\"arrived\":%s,\"lost\":%s}%n",
                    feature,
                    threads,
                    variant.label(),
                    f.medians(),
                    floor(rows),
                    f.callerBytes(),
                    f.allBytes(),
                    f.calls(),
                    arrivals == null ? "null" : arrivals.records(),
                    arrivals == null ? "null" : arrivals.lost()));
        });
        return text.toString();
    }

    private static double floor(Map<Variant, Figures> rows) {
        for (Map.Entry<Variant, Figures> row : rows.entrySet()) {
            if (row.getKey().label().equals(Variant.FLOOR)) {
                return row.getValue().median();
            }
        }
        return Double.NaN;
    }
}
