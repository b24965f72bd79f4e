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

/** What the calling threads allocate; {@code -prof gc} counts all threads, those that write and ship records as well. */
public final class CallerBytes implements InternalProfiler {
    static final String NAME = "caller.bytes";

    @Override
    public String getDescription() {
        return "bytes that the calling thread allocates, per call";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        Tally.reset();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return List.of(new ScalarResult(NAME, Tally.bytesPerCall(), "B/call", AggregationPolicy.AVG));
    }
}
