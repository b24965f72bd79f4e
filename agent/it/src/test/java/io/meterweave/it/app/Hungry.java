package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.Map;

/**
 * {@code Hungry <dives>}: each dive is a thread that fills the heap to the last bytes, and calls a session while it gives
 * a little of it back. The session is closed and refuses: ONNX Runtime's native code crashes the JVM where the heap is
 * full. Prints as {@link Deep} does; a call that was refused has come back.
 */
public final class Hungry {
    private static final int CALLS = 60;
    private static final int LARGEST = 1 << 20;
    private static final int SMALLEST = 16;
    private static final int KEPT = 1 << 16;

    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final Object[] kept = new Object[KEPT];
    private int used;
    private int refused;
    private int exhausted;
    private final OutOfMemoryError[] errors = new OutOfMemoryError[CALLS];

    private Hungry(OrtSession session, Map<String, OnnxTensor> inputs) {
        this.session = session;
        this.inputs = inputs;
    }

    public static void main(String[] args) throws Exception {
        OrtSession session = Engine.session(TinyOnnx.mask64());
        Map<String, OnnxTensor> inputs = Engine.padded(5, 8);
        session.close();
        int calls = 0;
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            String name = "dive-" + i;
            Hungry hungry = new Hungry(session, inputs);
            Thread thread = new Thread(() -> hungry.under(name), name);
            thread.start();
            thread.join();
            System.out.println(name + " " + hungry.refused + " " + hungry.exhausted);
            for (int e = 0; e < hungry.exhausted; e++) {
                StackTraceElement[] trace = hungry.errors[e].getStackTrace();
                if (trace.length > 0 && Deep.isForeign(trace[0].getClassName())) {
                    System.out.println("foreign " + trace[0]);
                }
            }
            calls += hungry.refused;
        }
        System.out.println("calls=" + calls);
        System.in.read();
    }

    private void under(String name) {
        try (Scope scope = MeterContext.open(name)) {
            fill();
            for (int i = 0; i < CALLS; i++) {
                call();
                if (i % 4 == 0 && used > 0) {
                    kept[--used] = null;
                }
            }
        } finally {
            while (used > 0) {
                kept[--used] = null;
            }
        }
    }

    private void fill() {
        for (int size = LARGEST; size >= SMALLEST; ) {
            try {
                byte[] more = new byte[size];
                if (used < KEPT) {
                    kept[used++] = more;
                } else {
                    return;
                }
            } catch (OutOfMemoryError e) {
                size /= 2;
            }
        }
    }

    private void call() {
        try {
            session.run(inputs).close();
        } catch (IllegalStateException e) {
            refused++;
        } catch (OutOfMemoryError e) {
            // Its trace is looked at when there is heap again.
            errors[exhausted++] = e;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
