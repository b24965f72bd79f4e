package io.meterweave.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The stub, metered by an agent whose journal thread takes nothing at all, and whose ring is full. What the ring held is
 * taken, and what it had no room for told as lost, when the thread is let go at the end.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StalledBenchmark {
    /** As many as there are stripes: each waits before it may use the spare, and one alone would fill it in a minute. */
    private static final int FILLERS = 64;

    /** Together twice what the ring and its spare hold by default. */
    private static final int MOST_CALLS_EACH = 2_500;

    /** So many that the journal thread has done all that it does before it stops, and loads no class then. */
    private static final int FIRST_BURSTS = 100;

    private static final long PAUSE = 3_000_000;

    /** A filler that was held up for so long has found everything full, and ends. */
    private static final long HELD_UP = 500_000_000;

    /** A full ring that nobody empties. */
    public static class Stalled extends HookBenchmark.Stub {
        private @Nullable Standstill standstill;

        /** Has the journal thread stand still, and fills the ring and its spare. */
        @Setup(Level.Trial)
        public void stall() throws Exception {
            StubCall call = new StubCall(0);
            for (int i = 0; i < FIRST_BURSTS; i++) {
                for (int j = 0; j < Burst.TIMED; j++) {
                    Object unused = call.run();
                }
                LockSupport.parkNanos(PAUSE);
            }
            standstill = Standstill.begin(Path.of(System.getProperty("bench.usage", "")));
            long calls = (long) FIRST_BURSTS * Burst.TIMED;
            long longest = 0;
            ExecutorService fillers = Executors.newFixedThreadPool(FILLERS);
            try {
                List<Future<Filled>> all = new ArrayList<>();
                for (int i = 0; i < FILLERS; i++) {
                    all.add(fillers.submit(() -> fill(call)));
                }
                for (Future<Filled> each : all) {
                    calls += each.get().calls();
                    longest = Math.max(longest, each.get().longest());
                }
            } finally {
                fillers.shutdown();
            }
            Tally.tell("calls", calls);
            Tally.tell("longest", longest);
        }

        /** Lets it go on. */
        @TearDown(Level.Trial)
        public void release() throws IOException {
            if (standstill != null) {
                standstill.close();
            }
        }
    }

    /**
     * What one thread did.
     *
     * @param calls how many
     * @param longest in nanoseconds
     */
    private record Filled(long calls, long longest) {}

    private static Filled fill(StubCall call) throws Exception {
        long calls = 0;
        long longest = 0;
        while (calls < MOST_CALLS_EACH && longest < HELD_UP) {
            long begin = System.nanoTime();
            Object unused = call.run();
            longest = Math.max(longest, System.nanoTime() - begin);
            calls++;
        }
        return new Filled(calls, longest);
    }

    /** The calls. */
    @Benchmark
    public void stalled(Stalled calls) throws Exception {
        calls.burst();
    }
}
