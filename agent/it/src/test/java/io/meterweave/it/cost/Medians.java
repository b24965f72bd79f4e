package io.meterweave.it.cost;

import java.util.Arrays;
import java.util.Locale;

/** A median with the bounds between which the true one lies with about 95 % confidence (order statistics). */
public record Medians(double low, double median, double high) {
    public static Medians of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int half = (int) Math.ceil(0.98 * Math.sqrt(n));
        return new Medians(
                sorted[Math.max(0, n / 2 - half)],
                (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
                sorted[Math.min(n - 1, (n - 1) / 2 + half)]);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%8.1f  [%.1f, %.1f]", median, low, high);
    }
}
