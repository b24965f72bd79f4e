package io.meterweave.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/** The forks of one variant so far. */
final class Collected {
    /** JMH writes a profiler's name before some labels. */
    private static final String ALL_BYTES = "gc.alloc.rate.norm";

    private final int callsOfBurst;
    private final Map<String, List<Double>> iterations = new HashMap<>();
    private long calls;
    private double longest = Double.NaN;
    private @Nullable Arrivals arrivals;

    /** Of a variant whose bursts have so many calls. */
    Collected(int callsOfBurst) {
        this.callsOfBurst = callsOfBurst;
    }

    void add(Fork.Outcome fork) {
        calls += fork.calls();
        Long told = fork.longest();
        if (told != null) {
            longest = Double.isNaN(longest) ? told : Math.max(longest, told);
        }
        Arrivals more = fork.arrivals();
        if (more != null) {
            arrivals = arrivals == null ? more : arrivals.plus(more);
        }
        for (BenchmarkResult result : fork.results()) {
            for (IterationResult iteration : result.getIterationResults()) {
                add(iteration);
            }
        }
    }

    private void add(IterationResult iteration) {
        for (Result<?> result : iteration.getSecondaryResults().values()) {
            String label = result.getLabel();
            String name = label.endsWith(ALL_BYTES) ? ALL_BYTES : label;
            iterations.computeIfAbsent(name, n -> new ArrayList<>()).add(result.getScore());
        }
    }

    private List<Double> all(String name) {
        return iterations.getOrDefault(name, List.of());
    }

    private double median(String name) {
        return Figures.median(all(name));
    }

    Figures figures() {
        return new Figures(
                all(BurstFigures.MEDIAN),
                median(BurstFigures.MEAN),
                median(BurstFigures.HIGH),
                median(BurstFigures.COLD),
                median(BurstFigures.COLD_HIGH),
                median(BurstFigures.BYTES),
                median(ALL_BYTES) / callsOfBurst,
                longest,
                calls,
                arrivals);
    }
}
