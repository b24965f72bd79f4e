package io.meterweave.bench;

import io.meterweave.bench.peer.Facts;
import io.meterweave.bench.peer.Inference;
import io.meterweave.bench.peer.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Bursts of calls that a {@link Peer} tells of, which all threads share. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerBenchmark {
    /** The peer. */
    @State(Scope.Benchmark)
    public static class Shared {
        /** Which one. */
        @Param("micrometer")
        public String peer = "";

        private @Nullable Peer told;

        /** Makes it. */
        @Setup(Level.Trial)
        public void open() throws Exception {
            Path dir = Files.createTempDirectory(Path.of(System.getProperty("bench.work", ".")), peer);
            told = Peer.of(peer, dir, System.getProperty("bench.kafka", ""));
        }

        /** Says what has arrived. */
        @TearDown(Level.Trial)
        public void close() throws Exception {
            Tally.tell("arrived", told == null ? 0 : told.arrived());
        }
    }

    /** The calls, of a stub that does nothing. */
    public static class Calls extends Paced {
        private @Nullable Peer peer;
        private @Nullable Inference inference;

        /** Takes the peer, which is there by now. */
        @Setup(Level.Trial)
        public void open(Shared shared) throws Exception {
            peer = shared.told;
            inference = new StubCall(0)::run;
        }

        @Override
        @Nullable Object call() throws Exception {
            return peer == null || inference == null ? null : peer.call(inference, Facts.OF_THE_CALLS);
        }
    }

    /** The calls. */
    @Benchmark
    public void peer(Calls calls) throws Exception {
        calls.burst();
    }
}
