package io.meterweave.journal;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.chronicle.threads.DiskSpaceMonitor;

/** Silences our copy of Chronicle and stops what it starts unasked. Other copies in the JVM are not touched. */
final class ChronicleRuntime {
    static {
        // What these would log and what matters is found by our own checks, which throw.
        ExceptionHandler drop = ExceptionHandler.ignoresEverything();
        Jvm.setExceptionHandlers(drop, drop, drop, drop);
        // A thread that only logs that a disk is filling up; the pipeline has its own floor.
        DiskSpaceMonitor.INSTANCE.close();
    }

    private ChronicleRuntime() {}

    /** Does it once; called before anything else of Chronicle's. */
    static void quiet() {}
}
