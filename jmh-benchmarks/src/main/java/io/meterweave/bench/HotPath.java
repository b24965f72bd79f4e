package io.meterweave.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The quick form: the floor and the metered stub in turn, burst by burst in one JVM, so that what disturbs the machine
 * disturbs both. Prints one line: the median of the bursts' ratios, the bytes that the calls of the second half have
 * allocated in all, and how many calls there were.
 */
final class HotPath {
    @SuppressWarnings("unused") // so that calls have an effect
    private static volatile @Nullable Object sink;

    @SuppressWarnings("unused")
    private static volatile long sum;

    private HotPath() {}

    /** What was printed. */
    record Line(double ratio, double floor, double hook, long bytes, long calls) {
        static Line parse(String line) throws IOException {
            String[] parts = line.trim().split(" ");
            if (parts.length != 5) {
                throw new IOException("no figures: " + line);
            }
            return new Line(
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    Double.parseDouble(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]));
        }
    }

    /** What is called. */
    private interface Call {
        @Nullable Object run() throws Exception;
    }

    /** Takes the number of bursts, the first half of which warms up, and what is called. */
    public static void main(String[] arguments) throws Exception {
        int bursts = Integer.parseInt(arguments[0]);
        Call stub = call(arguments[1]);
        List<Double> floors = new ArrayList<>(bursts);
        List<Double> hooks = new ArrayList<>(bursts);
        List<Double> ratios = new ArrayList<>(bursts);
        long bytes = 0;
        for (int i = 0; i < bursts; i++) {
            Burst.awaitTick();
            floor(Burst.UNTIMED);
            long floor = floor(Burst.TIMED);
            stub(stub, Burst.UNTIMED);
            long before = Tally.allocated();
            long hook = stub(stub, Burst.TIMED);
            long allocated = Tally.allocated() - before;
            if (i >= bursts / 2) {
                bytes += allocated;
                floors.add((double) floor / Burst.TIMED);
                hooks.add((double) hook / Burst.TIMED);
                ratios.add((double) hook / floor);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%.3f %.1f %.1f %d %d%n",
                Figures.median(ratios),
                Figures.median(floors),
                Figures.median(hooks),
                bytes,
                (long) bursts * (Burst.UNTIMED + Burst.TIMED));
    }

    private static Call call(String name) throws Exception {
        AnnotatedCall annotated = new AnnotatedCall();
        return switch (name) {
            case "stub" -> new StubCall(0)::run;
            case "annotated" -> annotated::run;
            case "annotated-subject" -> () -> annotated.run("customer-1");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static long floor(int calls) {
        long begin = System.nanoTime();
        long all = 0;
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            all += System.nanoTime() - start;
        }
        long end = System.nanoTime();
        sum = all;
        return end - begin;
    }

    private static long stub(Call stub, int calls) throws Exception {
        long begin = System.nanoTime();
        Object last = null;
        for (int i = 0; i < calls; i++) {
            last = stub.run();
        }
        long end = System.nanoTime();
        sink = last;
        return end - begin;
    }
}
