package io.meterweave.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/** The forks of one variant so far. */
final class Collected {
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> high = new ArrayList<>();
    private final List<Double> callerBytes = new ArrayList<>();
    private final List<Double> allBytes = new ArrayList<>();
    private long calls;
    private @Nullable Arrivals arrivals;

    void add(Fork.Outcome fork) {
        calls += fork.calls();
        Arrivals more = fork.arrivals();
        if (more != null) {
            Arrivals before = arrivals == null ? new Arrivals(0, 0) : arrivals;
            arrivals = new Arrivals(before.records() + more.records(), before.lost() + more.lost());
        }
        for (BenchmarkResult result : fork.results()) {
            for (IterationResult iteration : result.getIterationResults()) {
                add(iteration);
            }
        }
    }

    private void add(IterationResult iteration) {
        for (Result<?> result : iteration.getSecondaryResults().values()) {
            if (result.getLabel().equals(BurstFigures.MEDIAN)) {
                medians.add(result.getScore());
            } else if (result.getLabel().equals(BurstFigures.HIGH)) {
                high.add(result.getScore());
            } else if (result.getLabel().equals(BurstFigures.BYTES)) {
                callerBytes.add(result.getScore());
            } else if (result.getLabel().endsWith("gc.alloc.rate.norm")) {
                allBytes.add(result.getScore() / (Burst.TIMED + Burst.UNTIMED));
            }
        }
    }

    Figures figures() {
        return new Figures(
                medians, Figures.median(high), Figures.median(callerBytes), Figures.median(allBytes), calls, arrivals);
    }
}
