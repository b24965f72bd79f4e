package io.meterweave.it.app.handoff;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import io.meterweave.it.app.Engine;
import io.meterweave.it.app.TinyOnnx;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where the programs here hand over work: an inference that is made only after the scope, in which it was handed over, is
 * closed. They print {@code <subject> <calls>} for all that they have made calls for; calls for nobody are {@code -}.
 */
final class Stage {
    static final int PATIENCE_SECONDS = 60;

    private static final OrtSession SESSION;
    private static final Map<String, OnnxTensor> INPUTS;

    private CountDownLatch open = new CountDownLatch(1);
    private int nobody;

    static {
        try {
            SESSION = Engine.session(TinyOnnx.mask64());
            INPUTS = Engine.padded(3, 8);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What may throw. */
    interface Act {
        void run() throws Exception;
    }

    static void infer() {
        try {
            Engine.run(SESSION, INPUTS);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An inference, as soon as the scope around the hand-off is closed. */
    Runnable inferLater() {
        CountDownLatch gate = open;
        return () -> {
            await(gate);
            infer();
        };
    }

    static void await(CountDownLatch gate) {
        try {
            if (!gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Hands over in a scope.
     *
     * @param calls how many inferences that makes
     * @param handOver hands them over, and does not wait for those that are to come later
     * @param afterwards waits for them, outside of the scope
     */
    void scene(String subject, int calls, Act handOver, Act afterwards) throws Exception {
        open = new CountDownLatch(1);
        try (Scope scope = MeterContext.open(subject)) {
            handOver.run();
        }
        open.countDown();
        afterwards.run();
        System.out.println(subject + " " + calls);
    }

    /** The same work for nobody, where work for somebody has been done before. */
    void forNobody(int calls, Act act) throws Exception {
        nobody += calls;
        act.run();
    }

    void end() {
        System.out.println("- " + nobody);
    }
}
