package io.meterweave.it.app.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code Allocating <engine> <directory>}: calls a predictor that does nothing, so that what its thread allocates is the
 * hook's. Prints the bytes of that one of several rounds with the fewest: what a call allocates is in each of them, what the
 * JVM allocates now and then, and a ring that overflows, is not.
 */
public final class Allocating {
    private static final int ROUNDS = 20;
    private static final int CALLS = 10_000;

    private Allocating() {}

    public static void main(String[] args) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Model model = Tiny.load(args[0], Path.of(args[1]), "tiny");
                Predictor<Integer, Integer> predictor = new Answering(model)) {
            List<Integer> inputs = List.of(1, 2, 3);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                call(predictor, inputs);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            System.out.println("allocated=" + least);
        }
    }

    private static void call(Predictor<Integer, Integer> predictor, List<Integer> inputs) throws Exception {
        for (int i = 0; i < CALLS; i++) {
            if (predictor.batchPredict(inputs) != inputs) {
                throw new IllegalStateException("not the inputs");
            }
        }
    }
}
