package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ManyRuns <threads> <total> <alive> [wait]}: that many runs of a model with padded masks, split over that many
 * threads, of which at most {@code alive} exist at a time. Each thread works for one of ten subjects. Prints {@code
 * calls} and {@code tokens}, all in all and by subject; with {@code wait} it then waits for a line on stdin.
 */
public final class ManyRuns {
    private static final int WIDTH = 8;
    private static final int SUBJECTS = 10;

    private final OrtSession session;
    private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
    private final AtomicLong[] calls = new AtomicLong[SUBJECTS];
    private final AtomicLong[] tokens = new AtomicLong[SUBJECTS];

    private ManyRuns(OrtSession session) throws Exception {
        this.session = session;
        for (int ones = 1; ones <= WIDTH; ones++) {
            inputs.add(Engine.padded(ones, WIDTH));
        }
        for (int i = 0; i < SUBJECTS; i++) {
            calls[i] = new AtomicLong();
            tokens[i] = new AtomicLong();
        }
    }

    public static void main(String[] args) throws Exception {
        try (OrtSession session = Engine.session(TinyOnnx.mask64())) {
            new ManyRuns(session).go(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        }
        if (args.length > 3) {
            System.in.read();
        }
    }

    private void go(int threads, int total, int alive) throws InterruptedException {
        Semaphore places = new Semaphore(alive);
        List<Thread> started = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int number = t;
            int runs = total / threads + (t < total % threads ? 1 : 0);
            places.acquire();
            Thread thread = new Thread(() -> {
                try {
                    work(number % SUBJECTS, runs);
                } finally {
                    places.release();
                }
            });
            thread.start();
            started.add(thread);
        }
        for (Thread thread : started) {
            thread.join();
        }
        print();
    }

    private void work(int subject, int runs) {
        try (Scope scope = MeterContext.open("tenant-" + subject)) {
            for (int i = 0; i < runs; i++) {
                Engine.run(session, inputs.get(i % WIDTH));
                calls[subject].incrementAndGet();
                tokens[subject].addAndGet(i % WIDTH + 1L);
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void print() {
        long allCalls = 0;
        long allTokens = 0;
        for (int i = 0; i < SUBJECTS; i++) {
            if (calls[i].get() == 0) {
                continue;
            }
            System.out.println("tenant-" + i + " calls=" + calls[i] + " tokens=" + tokens[i]);
            allCalls += calls[i].get();
            allTokens += tokens[i].get();
        }
        System.out.println("all calls=" + allCalls + " tokens=" + allTokens);
    }
}
