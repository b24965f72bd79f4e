package io.meterweave.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Whether {@link Standstill} would have the means: {@code strace}, and leave to trace what is no child of it. */
final class Tracing {
    private static final long PAUSE = 5_000_000;

    private Tracing() {}

    /** Tries it on a process that waits for its input: the leave is the kernel's, and is seen by no setting alone. */
    static boolean isPossible() throws IOException {
        Process traced;
        try {
            traced = new ProcessBuilder("cat").start();
        } catch (IOException e) {
            return false;
        }
        try {
            return holds(traced);
        } finally {
            traced.destroyForcibly();
        }
    }

    private static boolean holds(Process traced) throws IOException {
        Process tracer;
        try {
            tracer = new ProcessBuilder(Standstill.strace(traced.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return false; // There is none.
        }
        try {
            Path status = Path.of("/proc", String.valueOf(traced.pid()), "status");
            while (tracer.isAlive()) {
                if (Files.readAllLines(status).contains("TracerPid:\t" + tracer.pid())) {
                    return true;
                }
                LockSupport.parkNanos(PAUSE);
            }
            return false;
        } finally {
            tracer.destroy();
            tracer.onExit().join();
        }
    }
}
