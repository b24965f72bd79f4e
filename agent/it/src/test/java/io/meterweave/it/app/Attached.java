package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * {@code Attached <threads> <calls>}: a server that is attached to while it works. Its threads run inferences of a model
 * loaded at the start, each with a {@code request_id} of its own, for the subject {@code before}; once {@code attached}
 * was read from stdin, each makes that many calls more, which are for {@code after}. Then a model is loaded with options
 * of the start, and one with new options, and each is called once.
 */
public final class Attached {
    /** Enough for the compiler to have compiled and inlined what is woven afterwards. */
    private static final int WARM = 20_000;

    private static volatile boolean attached;

    private Attached() {}

    public static void main(String[] args) throws Exception {
        OrtSession session = Engine.session(TinyOnnx.mask64());
        OrtSession.SessionOptions old = Engine.options();
        Map<String, OnnxTensor> inputs = Engine.padded(5, 8);
        int calls = Integer.parseInt(args[1]);
        CountDownLatch warm = new CountDownLatch(Integer.parseInt(args[0]));
        List<Thread> threads = new ArrayList<>();
        while (threads.size() < Integer.parseInt(args[0])) {
            String prefix = threads.size() + "-";
            Thread thread = new Thread(() -> loop(session, inputs, prefix, calls, warm));
            thread.start();
            threads.add(thread);
        }
        warm.await();
        System.out.println("running");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        in.readLine();
        attached = true;
        for (Thread thread : threads) {
            thread.join();
        }
        one("old-options", Engine.ENVIRONMENT.createSession(TinyOnnx.mask64(), old), inputs);
        one("new-options", Engine.session(TinyOnnx.mask64()), inputs);
        System.out.println("after=" + threads.size() * calls);
        in.readLine();
    }

    private static void loop(
            OrtSession session, Map<String, OnnxTensor> inputs, String prefix, int calls, CountDownLatch warm) {
        try {
            for (long n = 0; !attached; n++) {
                if (n == WARM) {
                    warm.countDown();
                }
                call(session, inputs, "before", prefix + "b" + n);
            }
            for (int n = 0; n < calls; n++) {
                call(session, inputs, "after", prefix + n);
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void one(String subject, OrtSession session, Map<String, OnnxTensor> inputs) throws Exception {
        call(session, inputs, subject, subject);
        session.close();
    }

    private static void call(OrtSession session, Map<String, OnnxTensor> inputs, String subject, String id)
            throws Exception {
        try (Scope scope = MeterContext.open(subject)) {
            scope.attribute("request_id", id);
            Engine.run(session, inputs);
        }
    }
}
