package io.meterweave.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Keeps what the bursts of an iteration cost, and tells the launcher what a fork counted. */
final class Tally {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<Double> NANOS = new ArrayList<>();
    private static final List<Double> COLD = new ArrayList<>();
    private static long bytes;

    private Tally() {}

    /** What the current thread has allocated so far. */
    static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    static synchronized void burst(long nanos, long allocated) {
        NANOS.add((double) nanos / Burst.TIMED);
        bytes += allocated;
    }

    /** The nanoseconds per call of each burst since the last reset. */
    static synchronized List<Double> nanos() {
        return List.copyOf(NANOS);
    }

    static synchronized void cold(long nanos) {
        COLD.add((double) nanos);
    }

    /** The nanoseconds of each call with cold caches since the last reset. */
    static synchronized List<Double> coldNanos() {
        return List.copyOf(COLD);
    }

    /** The bytes per call since the last reset. */
    static synchronized double bytesPerCall() {
        return bytes / (double) (Math.max(1, NANOS.size()) * (Burst.UNTIMED + Burst.TIMED));
    }

    static synchronized void reset() {
        NANOS.clear();
        COLD.clear();
        bytes = 0;
    }

    /** Tells the launcher: one line {@code name=number}; lines of one name add up. */
    static void tell(String name, long number) throws IOException {
        Files.writeString(
                Path.of(System.getProperty("bench.tally", "tally")),
                name + "=" + number + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
