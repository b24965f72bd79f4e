package io.meterweave.it.cost;

import io.meterweave.it.fork.Trees;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a measuring program that is interrupted would leave: processes that it has started, and files. */
public final class Leftovers {
    /** The program goes on while it is shut down, and may start another process. */
    private static final int MOST_TRIES = 10;

    private Leftovers() {}

    /** However this JVM ends, but by SIGKILL, its processes end with it, and then these directories go. */
    public static void removeAtExit(List<Path> directories) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            for (int i = 0; i < MOST_TRIES && !removed(directories); i++) {
                Thread.onSpinWait();
            }
        }));
    }

    private static boolean removed(List<Path> directories) {
        ProcessHandle.current().descendants().toList().forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
        try {
            directories.forEach(Trees::delete);
        } catch (UncheckedIOException e) {
            return false; // A process that was started meanwhile writes there.
        }
        return ProcessHandle.current().descendants().findAny().isEmpty()
                && directories.stream().noneMatch(Files::exists);
    }
}
