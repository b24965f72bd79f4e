package io.meterweave.it.app.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code Allocating <engine> <directory>}: calls a predictor that does nothing, so that what its thread allocates is the
 * hook's. Prints the bytes of {@value #CALLS} calls.
 */
public final class Allocating {
    private static final int CALLS = 100_000;

    private Allocating() {}

    public static void main(String[] args) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Model model = Tiny.load(args[0], Path.of(args[1]), "tiny");
                Predictor<Integer, Integer> predictor = new Answering(model)) {
            List<Integer> inputs = List.of(1, 2, 3);
            call(predictor, inputs);
            long before = threads.getCurrentThreadAllocatedBytes();
            call(predictor, inputs);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            System.out.println("allocated=" + allocated);
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
