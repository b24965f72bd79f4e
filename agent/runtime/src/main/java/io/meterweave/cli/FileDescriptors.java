package io.meterweave.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the process's standard streams are connected to. The JDK's own answer, {@link System#console}, speaks of input
 * and output together, and differs between releases.
 */
final class FileDescriptors {
    static final int OUT = 1;
    static final int ERR = 2;

    private FileDescriptors() {}

    /** Whether a person looks at it; false where that cannot be told. */
    static boolean isTerminal(int descriptor) {
        String target = target(descriptor);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    /** Whether another process reads it; false where that cannot be told. */
    static boolean isPipe(int descriptor) {
        return target(descriptor).startsWith("pipe:");
    }

    private static String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            return ""; // Not Linux, or closed.
        }
    }
}
