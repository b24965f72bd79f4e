package io.meterweave.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the forks of one variant gave, per call.
 *
 * @param medians the median of each iteration, in nanoseconds
 * @param mean of all bursts, in nanoseconds per call; the median of the iterations'. What few bursts wait for is in it
 * @param high the 99th percentile of the bursts, in nanoseconds per call; the median of the iterations'
 * @param cold the median of single calls with cold caches, in nanoseconds, a reading of the clock included
 * @param coldHigh their 99th percentile
 * @param callerBytes what the calling thread allocates
 * @param allBytes what all threads allocate, as {@code -prof gc} sees it
 * @param longest the longest call that the fork told of by itself, in nanoseconds; NaN where it told of none
 * @param calls all calls that were made, warm-up included
 * @param arrivals what has arrived of them; null where nothing is to arrive
 */
record Figures(
        List<Double> medians,
        double mean,
        double high,
        double cold,
        double coldHigh,
        double callerBytes,
        double allBytes,
        double longest,
        long calls,
        @Nullable Arrivals arrivals) {

    static double median(List<Double> values) {
        double[] sorted = sorted(values);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    static double percentile(List<Double> values, double fraction) {
        double[] sorted = sorted(values);
        return sorted.length == 0 ? Double.NaN : sorted[(int) (fraction * (sorted.length - 1))];
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    double median() {
        return median(medians);
    }

    /**
     * The upper bound of the median's one-sided 95 % confidence interval, by order statistics: nothing is assumed of
     * the distribution but that iterations are independent. With fewer than five it is the largest.
     */
    double upperBound() {
        return sorted(medians)[rankOfBound()];
    }

    /** The lower bound of the other one. */
    double lowerBound() {
        return sorted(medians)[medians.size() - 1 - rankOfBound()];
    }

    private int rankOfBound() {
        int n = medians.size();
        double below = 0;
        double probability = Math.pow(0.5, n);
        for (int k = 0; k < n; k++) {
            below += probability;
            if (below >= 0.95) {
                return k;
            }
            probability = probability * (n - k) / (k + 1);
        }
        return n - 1;
    }
}
