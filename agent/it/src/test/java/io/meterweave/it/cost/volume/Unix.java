package io.meterweave.it.cost.volume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What Java cannot ask Linux for: blocks of files, and what a process has used. */
final class Unix {
    private Unix() {}

    /** The bytes of all blocks that files under a directory have: Chronicle's are sparse, and longer than that. */
    static long allocated(Path dir) {
        try {
            Process du = new ProcessBuilder("du", "-s", "-B1", dir.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD) // Of files that went meanwhile.
                    .start();
            String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Long.parseLong(text.substring(0, text.indexOf('\t')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long free(Path dir) {
        try {
            return Files.getFileStore(dir).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory that a process has had at once, in KiB; 0 where it has ended. */
    static long peakKib(long pid) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
            return status.stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The CPU seconds that a process has used so far; 0 where it has ended. */
    static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }
}
