package io.meterweave.journal;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.chronicle.core.shutdown.PriorityHook;
import net.openhft.chronicle.threads.DiskSpaceMonitor;

/** Silences our copy of Chronicle and stops what it starts unasked. Other copies in the JVM are not touched. */
final class ChronicleRuntime {
    static {
        // Before the rest, which takes its time: once a JVM has begun to end it takes no more shutdown hooks, and
        // Chronicle, which
        // puts all of its own into this one, could not be loaded any more.
        PriorityHook.add(0, () -> {});
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
