package io.meterweave.it.cost;

import java.util.Arrays;
import java.util.Locale;

/**
 * A median with the bounds between which the true one lies with at least 95 % confidence: order statistics, and nothing is
 * assumed but that values are independent. Of fewer than six they are the lowest and the highest, and say less.
 */
public record Medians(double low, double median, double high) {
    private static final double EACH_SIDE = 0.025;

    public static Medians of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int rank = rankOfBound(n);
        return new Medians(sorted[rank], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1 - rank]);
    }

    /**
     * The most values, from the lowest, that can be left out: the true median is below the lowest that is left with the
     * probability that so many or fewer of n coins show heads.
     */
    private static int rankOfBound(int n) {
        int rank = 0;
        double probability = Math.pow(0.5, n);
        double below = probability;
        while (true) {
            probability = probability * (n - rank) / (rank + 1);
            below += probability;
            if (below > EACH_SIDE) {
                return rank;
            }
            rank++;
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%8.1f  [%.1f, %.1f]", median, low, high);
    }
}
