package io.meterweave.it.app.netty;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.it.app.Engine;
import io.meterweave.it.app.TinyOnnx;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the programs here infer, and for whom that should be: printed as {@code <subject> <calls>}, nobody is {@code -}. */
public final class Bill {
    public static final int PATIENCE_SECONDS = 60;

    private static final OrtSession SESSION;
    private static final Map<String, OnnxTensor> INPUTS;

    private final Map<String, Integer> expected = new TreeMap<>();

    static {
        try {
            SESSION = Engine.session(TinyOnnx.mask64());
            INPUTS = Engine.padded(3, 8);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void infer() {
        try {
            Engine.run(SESSION, INPUTS);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    public void pays(String subject, int calls) {
        expected.merge(subject, calls, Integer::sum);
    }

    public void print() {
        expected.forEach((subject, calls) -> System.out.println(subject + " " + calls));
    }

    public static void await(CountDownLatch gate) {
        try {
            if (!gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
