package io.meterweave.bench;

import io.meterweave.api.MeterContext;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Bursts of hand-offs to an executor that runs each task at once on the same thread, so that what is measured is not the
 * waking of another. The difference between a fork with the agent and one without is what carrying costs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOffBenchmark {
    /**
     * As the JDK's own are made, but for the thread. It lets the task be seen by others, as every queue does: else the
     * compiler removes objects, with the agent and without, that no real hand-off can do without.
     */
    private static final class SameThread extends AbstractExecutorService {
        @SuppressWarnings("unused")
        private volatile @Nullable Runnable last;

        @Override
        public void execute(Runnable task) {
            last = task;
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long time, TimeUnit unit) {
            return true;
        }
    }

    /** One way of handing over. */
    public static class HandOff extends Paced {
        private static final int WARM_UP = 20_000;

        /** {@code submit}: a {@code FutureTask}; {@code future}: a {@code CompletableFuture}. */
        @Param("submit")
        public String way = "";

        /** Who pays; empty for nobody: then there is nothing to carry. */
        @Param("customer-1")
        public String subject = "";

        private final SameThread executor = new SameThread();

        @SuppressWarnings("unused") // so that calls have an effect
        private long done;

        private io.meterweave.api.@Nullable Scope scope;

        /** Makes the agent weave what it weaves where somebody infers. */
        @Setup(Level.Trial)
        public void infer() throws Exception {
            Object unused = new StubCall(0).run();
        }

        /**
         * Opens the scope, on the thread that calls. Hand-offs make no records, so many may be made without a pause: after
         * bursts alone forks differed by 20 ns a call, with the agent and without, by how far they had been compiled.
         */
        @Setup(Level.Iteration)
        public void open() throws Exception {
            scope = subject.isEmpty() ? null : MeterContext.open(subject);
            for (int i = 0; i < WARM_UP; i++) {
                long unused = calls(Burst.TIMED);
            }
        }

        /** Closes it. */
        @TearDown(Level.Iteration)
        public void close() {
            if (scope != null) {
                scope.close();
            }
        }

        @Override
        Object call() {
            return way.equals("submit")
                    ? executor.submit(this::work)
                    : CompletableFuture.runAsync(this::work, executor);
        }

        private void work() {
            done++;
        }
    }

    /** The hand-offs. */
    @Benchmark
    public void handOff(HandOff calls) throws Exception {
        calls.burst();
    }
}
