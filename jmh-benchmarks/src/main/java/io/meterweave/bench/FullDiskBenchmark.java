package io.meterweave.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;

/** The stub, metered by an agent whose disk is full. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FullDiskBenchmark {
    private static final long PATIENCE = 30_000_000_000L;
    private static final long PAUSE = 10_000_000;

    /** A journal that can keep nothing more: it takes what comes, and counts it as lost. */
    public static class FullDisk extends HookBenchmark.Stub {
        /** Fills it, once the journal is open. */
        @Setup(Level.Trial)
        public void fill() throws Exception {
            Path disk = Path.of(System.getProperty("bench.disk", ""));
            Object unused = new StubCall(0).run();
            Tally.tell("calls", 1);
            long begin = System.nanoTime();
            while (!isJournalOpen(disk)) {
                if (System.nanoTime() - begin > PATIENCE) {
                    throw new IOException("the journal does not open");
                }
                LockSupport.parkNanos(PAUSE);
            }
            try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
                byte[] page = new byte[4096];
                while (true) {
                    filler.write(page);
                }
            } catch (IOException e) {
                // Full: that is what was wanted.
            }
        }

        private static boolean isJournalOpen(Path disk) throws IOException {
            try (Stream<Path> files = Files.walk(disk)) {
                return files.anyMatch(file -> file.toString().endsWith(".cq4"));
            }
        }
    }

    /** The calls. */
    @Benchmark
    public void full(FullDisk calls) throws Exception {
        calls.burst();
    }
}
