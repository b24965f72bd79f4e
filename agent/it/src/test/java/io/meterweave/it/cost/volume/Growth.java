package io.meterweave.it.cost.volume;

import io.meterweave.it.app.Sustained;
import io.meterweave.it.cost.Medians;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A JVM whose one thread calls a metered method so many times; what each step of them has cost, and whether its journal
 * holds a record of each in the end: without that, calls a second are not records a second.
 * What lies in the ring at a step's end is counted in it and not yet journaled, and was so at its beginning: the ring and its
 * spares hold 32 MiB at the most, so that a step may be wrong by their filling or emptying. The first step is the JVM's
 * start as well, and in no slope.
 */
final class Growth {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** One step: nanoseconds of wall and of the journal thread, and bytes on the disk, each a call of this step. */
    private record Step(double nanos, double cpu, double bytes) {}

    private final Jdk jdk;
    private final Path dir;
    private final long records;
    private final long size;
    private final List<Step> steps = new ArrayList<>();
    private long lastNanos;
    private long lastCpu;
    private long lastBytes;

    Growth(Jdk jdk, Path dir, long records, long size) {
        this.jdk = jdk;
        this.dir = dir;
        this.records = records;
        this.size = size;
    }

    /** Answers whether the journal holds all. */
    boolean run() throws IOException {
        System.out.printf(
                "%n1. Growth: ring and journal, 1 calling thread, steps of %,d calls; ns and bytes a call%n", size);
        System.out.println("       calls     calls/s       ns   journal's CPU ns   bytes on disk");
        long start = System.nanoTime();
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent("dir=" + dir, "service=volume", "quota=200GiB", "policy=block")
                .main(Sustained.class, records, size, "free")
                .start()) {
            Await.until("all calls", PATIENCE, () -> {
                take(jvm.lines());
                return !jvm.alive() || jvm.lines().contains("calls=" + records);
            });
            take(jvm.lines());
            jvm.tell("end");
            Exit exit = jvm.await(PATIENCE);
            if (exit.code() != 0 || steps.size() != records / size) {
                throw new IllegalStateException("failed: " + exit.stdout() + exit.stderr());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long bytes = Unix.allocated(dir);
        System.out.printf(
                "  all of it, from the JVM's start to its end: %.1f s, %,d bytes on disk, %.1f a call%n",
                seconds, bytes, (double) bytes / records);
        long held = new Commands(jdk, dir, records).reported();
        if (held != records) {
            System.out.printf("  WRONG: the journal holds %,d usage records of these %,d calls%n", held, records);
            return false;
        }
        System.out.printf("  the journal holds a usage record of each of these %,d calls%n", held);
        conclude();
        return true;
    }

    /** Steps that were not taken yet; the disk is looked at some milliseconds after the first of them. */
    private void take(List<String> lines) {
        List<String> reached =
                lines.stream().filter(line -> line.startsWith("step ")).toList();
        for (String line : reached.subList(steps.size(), reached.size())) {
            String[] numbers = line.split(" ");
            long nanos = Long.parseLong(numbers[2]);
            long cpu = Long.parseLong(numbers[3]);
            long bytes = Unix.allocated(dir);
            double n = size;
            Step step = new Step((nanos - lastNanos) / n, (cpu - lastCpu) / n, (bytes - lastBytes) / n);
            lastNanos = nanos;
            lastCpu = cpu;
            lastBytes = bytes;
            steps.add(step);
            System.out.printf(
                    "%,12d  %,10.0f  %7.0f  %17.0f  %14.1f%n",
                    steps.size() * size, 1e9 / step.nanos, step.nanos, step.cpu, step.bytes);
        }
    }

    private void conclude() {
        steps.stream()
                .skip(1)
                .mapToDouble(Step::nanos)
                .average()
                .ifPresent(mean ->
                        System.out.printf("  sustained, but for the first step: %,.0f records/s%n", 1e9 / mean));
        if (steps.size() - 1 < Slope.FEWEST) {
            System.out.println("  too few steps for a slope: it takes " + (Slope.FEWEST + 1));
            return;
        }
        slope("ns", Step::nanos);
        slope("journal's CPU ns", Step::cpu);
        slope("bytes on disk", Step::bytes);
    }

    private void slope(String what, ToDoubleFunction<Step> figure) {
        double[] y = steps.stream().skip(1).mapToDouble(figure).toArray();
        int quarter = y.length / 4;
        double first = Medians.of(Arrays.copyOf(y, quarter)).median();
        double last =
                Medians.of(Arrays.copyOfRange(y, y.length - quarter, y.length)).median();
        Slope slope = Slope.of(y);
        System.out.printf(
                "  %-16s a record: first quarter %.1f, last %.1f; from step to step %s: %s%n",
                what, first, last, slope, beyond(slope, last, y.length));
    }

    /** What is to be expected of a journal that is twice as long, if it goes on as it went. */
    private static String beyond(Slope slope, double last, int steps) {
        if (slope.isFlat()) {
            return "no slope is seen";
        }
        return String.format("grows on by so much: %.1f after as many again", last + slope.median() * steps);
    }
}
