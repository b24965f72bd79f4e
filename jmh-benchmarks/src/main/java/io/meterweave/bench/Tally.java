package io.meterweave.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;

/** Counts every call that a fork makes, and the bytes that its calling threads allocate in them. */
final class Tally {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final LongAdder BYTES = new LongAdder();
    private static final LongAdder BYTES_OVER = new LongAdder();

    private Tally() {}

    static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    static void burst(long bytes) {
        BYTES.add(bytes);
        BYTES_OVER.add(Burst.UNTIMED + Burst.TIMED);
    }

    /** The bytes per call since the last reset; reading twice costs nothing that is counted. */
    static double bytesPerCall() {
        return BYTES.sum() / (double) Math.max(1, BYTES_OVER.sum());
    }

    static void reset() {
        BYTES.reset();
        BYTES_OVER.reset();
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
