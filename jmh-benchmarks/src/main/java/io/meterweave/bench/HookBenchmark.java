package io.meterweave.bench;

import io.meterweave.api.MeterContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One burst of {@link Burst#TIMED} calls each: of the clock, of the stub under an agent or none. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HookBenchmark {
    /** Two readings of the clock: what any timing costs. */
    public static class Pair extends Paced {
        private volatile long sum;

        @Override
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        long calls(int count) {
            long begin = System.nanoTime();
            long all = 0;
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                all += System.nanoTime() - start;
            }
            long end = System.nanoTime();
            sum = all;
            return end - begin;
        }

        @Override
        @Nullable Object call() {
            return sum;
        }
    }

    /** The stub; metered where the fork has an agent. */
    public static class Stub extends Paced {
        /** Tokens in the inputs; 0 is a reader that finds nothing to read. */
        @Param("0")
        public int tokens;

        /** Who pays; empty for nobody. */
        @Param("customer-1")
        public String subject = "";

        @Nullable StubCall stub;

        private io.meterweave.api.@Nullable Scope scope;

        /** Loads the model. */
        @Setup(Level.Trial)
        public void load() throws Exception {
            stub = new StubCall(tokens);
        }

        /** Opens the scope, on the thread that calls. */
        @Setup(Level.Iteration)
        public void open() {
            scope = subject.isEmpty() ? null : MeterContext.open(subject);
        }

        /** Closes it. */
        @TearDown(Level.Iteration)
        public void close() {
            if (scope != null) {
                scope.close();
            }
        }

        @Override
        @Nullable Object call() throws Exception {
            return stub == null ? null : stub.run();
        }
    }

    /** A method of the application's own, for whom the scope says or its argument. */
    public static class Annotated extends Stub {
        private final AnnotatedCall annotated = new AnnotatedCall();

        /** Whether the payer is an argument. */
        @Param("false")
        public boolean argument;

        @Override
        @Nullable Object call() throws Exception {
            return argument ? annotated.run(subject) : annotated.run();
        }
    }

    /** The stub in a method of the application's own: two hooks, and one record. */
    public static class Nested extends Stub {
        private final AnnotatedCall annotated = new AnnotatedCall();

        @Override
        @Nullable Object call() throws Exception {
            return stub == null ? null : annotated.run(stub);
        }
    }

    /** The stub in work that was handed over, from a scope: who pays came along with it. */
    public static class Handed extends Stub {
        @Override
        void burst() throws Exception {
            CompletableFuture.runAsync(this::handed, Runnable::run).get();
        }

        private void handed() {
            try {
                super.burst();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }
    }

    /** The floor. */
    @Benchmark
    public void floor(Pair calls) throws Exception {
        calls.burst();
    }

    /** The stub, plain or metered. */
    @Benchmark
    public void stub(Stub calls) throws Exception {
        calls.burst();
    }

    /** An annotated method. */
    @Benchmark
    public void annotated(Annotated calls) throws Exception {
        calls.burst();
    }

    /** The stub in an annotated method. */
    @Benchmark
    public void nested(Nested calls) throws Exception {
        calls.burst();
    }

    /** The stub, metered in handed work. */
    @Benchmark
    public void handed(Handed calls) throws Exception {
        calls.burst();
    }
}
