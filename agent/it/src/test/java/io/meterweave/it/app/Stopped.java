package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.Map;
import java.util.Random;

/**
 * {@code Stopped <dives>}: each dive is a thread that calls a session that is closed, so that its calls are little else
 * than hooks, and is stopped in the midst. Prints as {@link Deep} does; a call that the session refused has come back.
 */
public final class Stopped {
    private static final long SEED = 17;
    private static final int MOST_MILLIS = 12;

    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private volatile boolean begun;
    private int refused;

    private Stopped(OrtSession session, Map<String, OnnxTensor> inputs) {
        this.session = session;
        this.inputs = inputs;
    }

    public static void main(String[] args) throws Exception {
        OrtSession session = Engine.session(TinyOnnx.mask64());
        Map<String, OnnxTensor> inputs = Engine.padded(5, 8);
        session.close();
        Random random = new Random(SEED);
        int calls = 0;
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            String name = "dive-" + i;
            Stopped stopped = new Stopped(session, inputs);
            Thread thread = new Thread(() -> stopped.under(name), name);
            thread.start();
            while (!stopped.begun) {
                Thread.onSpinWait();
            }
            Thread.sleep(1 + random.nextInt(MOST_MILLIS), random.nextInt(999_999));
            stop(thread);
            thread.join();
            System.out.println(name + " " + stopped.refused + " 1");
            calls += stopped.refused;
        }
        System.out.println("calls=" + calls);
        System.in.read();
    }

    @SuppressWarnings({"removal", "deprecation"})
    private static void stop(Thread thread) {
        thread.stop();
    }

    private void under(String name) {
        try (Scope scope = MeterContext.open(name)) {
            while (true) {
                call();
                begun = true;
            }
        }
    }

    private void call() {
        try {
            session.run(inputs).close();
        } catch (IllegalStateException e) {
            refused++;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
