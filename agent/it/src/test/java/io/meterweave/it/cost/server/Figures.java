package io.meterweave.it.cost.server;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What one life has shown.
 *
 * @param startMillis from the start of the process to its first answer
 * @param perSecond answers, saturated
 * @param saturatedCpuMicros CPU time of the server's process per request of the closed loop
 * @param openCpuMicros the same of the open loop
 * @param allocated bytes per request, of both loops
 * @param latency nanoseconds in the open loop, from when a request was due
 * @param memory of the process after both loops
 * @param others CPU time that was neither the server's nor the client's in both loops, in percent of one processor
 * @param answered requests, from the first one on
 * @param counted records or spans
 */
record Figures(
        double startMillis,
        double perSecond,
        double saturatedCpuMicros,
        double openCpuMicros,
        double allocated,
        Histogram latency,
        Memory memory,
        double others,
        long answered,
        long counted) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Milliseconds. */
    double latencyMillis(double percentile) {
        return millis(latency, percentile);
    }

    static double millis(Histogram latency, double percentile) {
        return latency.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f requests/s, open loop of %d: p50 %.2f p99 %.2f ms, cpu %.0f and %.0f us, %.0f bytes, start %.0f ms,"
                        + " %d answered, %d counted, %s, others %.0f %%",
                perSecond,
                latency.getTotalCount(),
                latencyMillis(50),
                latencyMillis(99),
                saturatedCpuMicros,
                openCpuMicros,
                allocated,
                startMillis,
                answered,
                counted,
                memory,
                others);
    }
}
