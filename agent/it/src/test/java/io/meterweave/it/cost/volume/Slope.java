package io.meterweave.it.cost.volume;

import java.util.Arrays;
import java.util.Locale;

/**
 * How much a figure grows from one step to the next: the median of the slopes between all pairs (Theil and Sen), which a
 * slow minute of the machine does not bend, between the bounds in which the true one lies with at least 95 % confidence.
 */
record Slope(double low, double median, double high) {
    /** Of fewer steps the extremes are no bounds of 95 %. */
    static final int FEWEST = 6;

    private static final double EACH_SIDE = 0.025;

    /**
     * Of the figures of steps, in their order.
     *
     * @throws IllegalArgumentException where they are fewer than {@value #FEWEST}
     */
    static Slope of(double[] y) {
        int n = y.length;
        if (n < FEWEST) {
            throw new IllegalArgumentException("too few steps: " + n);
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[count++] = (y[j] - y[i]) / (j - i);
            }
        }
        Arrays.sort(slopes);
        int rank = rankOfBound(n);
        return new Slope(slopes[rank], (slopes[(count - 1) / 2] + slopes[count / 2]) / 2, slopes[count - 1 - rank]);
    }

    /**
     * The most slopes, from the lowest, that can be left out: the true one is below the lowest that is left with the
     * probability that an order drawn by lot of so many steps has so many or fewer inversions (Kendall).
     */
    private static int rankOfBound(int n) {
        // By the number of inversions, the share of all orders of so many steps; each further step may pass all before
        // it.
        double[] shares = {1};
        for (int steps = 2; steps <= n; steps++) {
            double[] more = new double[shares.length + steps - 1];
            for (int i = 0; i < shares.length; i++) {
                for (int passed = 0; passed < steps; passed++) {
                    more[i + passed] += shares[i] / steps;
                }
            }
            shares = more;
        }
        int rank = 0;
        double below = shares[0];
        while (below + shares[rank + 1] <= EACH_SIDE) {
            rank++;
            below += shares[rank];
        }
        return rank;
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
