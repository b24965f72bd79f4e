package io.meterweave.it.cost.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time so far, in microseconds, as the kernel counts it (in hundredths of a second).
 *
 * @param machine of all processes, with what a hypervisor gave to others
 * @param server of the server's process
 * @param client of this process
 * @param nanoTime when this was read
 */
record Processors(double machine, double server, double client, long nanoTime) {
    private static final double MICROS_PER_TICK = 10_000;
    private static final double NANOS_PER_MICRO = 1e3;

    /** In the line of /proc/stat, after the word "cpu" and the user's time; idle and waiting for a disk are not busy. */
    private static final int IDLE = 4;

    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    static Processors now(long server) {
        try {
            String stat = Files.readString(Path.of("/proc/stat"));
            return new Processors(
                    busyMicros(stat),
                    micros(server),
                    micros(ProcessHandle.current().pid()),
                    System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double busyMicros(String stat) {
        String[] words = stat.lines().findFirst().orElseThrow().split(" +");
        long ticks = 0;
        for (int i = 1; i <= STEAL; i++) {
            ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(words[i]);
        }
        return ticks * MICROS_PER_TICK;
    }

    private static double micros(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow()
                        .toNanos()
                / NANOS_PER_MICRO;
    }

    /** How much of one processor neither server nor client had since then, and nobody left idle, in percent. */
    double othersSince(Processors earlier) {
        double others = machine - earlier.machine - (server - earlier.server) - (client - earlier.client);
        return 100 * others / ((nanoTime - earlier.nanoTime) / NANOS_PER_MICRO);
    }
}
