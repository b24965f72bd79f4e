package io.meterweave.it.cost.volume;

import java.util.Arrays;
import java.util.Locale;

/**
 * How much a figure grows from one step to the next: the median of the slopes between all pairs (Theil and Sen), which a
 * slow minute of the machine does not bend, between the bounds in which the true one lies with about 95 % confidence.
 */
record Slope(double low, double median, double high) {
    static Slope of(double[] y) {
        int n = y.length;
        double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[count++] = (y[j] - y[i]) / (j - i);
            }
        }
        if (count == 0) {
            return new Slope(Double.NaN, Double.NaN, Double.NaN);
        }
        Arrays.sort(slopes);
        int half = (int) Math.ceil(0.98 * Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18));
        return new Slope(
                slopes[Math.max(0, count / 2 - half)],
                slopes[count / 2],
                slopes[Math.min(count - 1, (count - 1) / 2 + half)]);
    }

    /** Whether nothing says that it grows or shrinks. */
    boolean isFlat() {
        return low <= 0 && high >= 0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.2f [%+.2f, %+.2f]", median, low, high);
    }
}
