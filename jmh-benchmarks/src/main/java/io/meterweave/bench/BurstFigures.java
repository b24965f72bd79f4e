package io.meterweave.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What an iteration's bursts cost per call, and what the calling threads allocate ({@code -prof gc} counts all threads,
 * those that write and ship records as well).
 *
 * <p>JMH forks, warms up and profiles, but does not read the clock: timed by its loop every burst cost about 3 µs more,
 * that of a call that does nothing as well.
 */
public final class BurstFigures implements InternalProfiler {
    static final String MEDIAN = "call.p50";
    static final String MEAN = "call.mean";
    static final String HIGH = "call.p99";
    static final String COLD = "cold.p50";
    static final String COLD_HIGH = "cold.p99";
    static final String BYTES = "call.bytes";

    @Override
    public String getDescription() {
        return "time and allocation of the calling thread, per call";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        Tally.reset();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        List<Double> nanos = Tally.nanos();
        List<Double> cold = Tally.coldNanos();
        return List.of(
                result(MEDIAN, Figures.median(nanos)),
                result(MEAN, Figures.mean(nanos)),
                result(HIGH, Figures.percentile(nanos, 0.99)),
                result(COLD, Figures.median(cold)),
                result(COLD_HIGH, Figures.percentile(cold, 0.99)),
                new ScalarResult(BYTES, Tally.bytesPerCall(), "B", AggregationPolicy.AVG));
    }

    private static ScalarResult result(String name, double nanos) {
        return new ScalarResult(name, nanos, "ns", AggregationPolicy.AVG);
    }
}
