package io.meterweave.it.cost.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resident memory of a process, in MiB.
 *
 * @param anonymous now, of no file: the heap and what is allocated beside it
 * @param highWater the most so far, with mapped files ({@code VmHWM})
 */
record Memory(double anonymous, double highWater) {
    private static final double KIB_PER_MIB = 1024;

    static Memory of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return new Memory(
                    mebibytes(Files.readString(process.resolve("smaps_rollup")), "Anonymous"),
                    mebibytes(Files.readString(process.resolve("status")), "VmHWM"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double mebibytes(String lines, String name) {
        Matcher line = Pattern.compile("^" + name + ":\\s+(\\d+) kB$", Pattern.MULTILINE)
                .matcher(lines);
        if (!line.find()) {
            throw new IllegalStateException("no " + name + " in " + lines);
        }
        return Long.parseLong(line.group(1)) / KIB_PER_MIB;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "anonymous %.1f MiB, most resident %.1f MiB", anonymous, highWater);
    }
}
