package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.Map;

/**
 * {@code Hungry <dives>}: each dive is a thread that fills the heap to the last bytes, and calls the model while it gives
 * a little of it back. Prints as {@link Deep} does.
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
    private int returned;
    private int exhausted;
    private StackTraceElement foreign;

    private Hungry(OrtSession session, Map<String, OnnxTensor> inputs) {
        this.session = session;
        this.inputs = inputs;
    }

    public static void main(String[] args) throws Exception {
        OrtSession session = Engine.session(TinyOnnx.mask64());
        Map<String, OnnxTensor> inputs = Engine.padded(5, 8);
        Engine.run(session, inputs);
        int calls = 0;
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            String name = "dive-" + i;
            Hungry hungry = new Hungry(session, inputs);
            Thread thread = new Thread(() -> hungry.under(name), name);
            thread.start();
            thread.join();
            System.out.println(name + " " + hungry.returned + " " + hungry.exhausted);
            if (hungry.foreign != null) {
                System.out.println("foreign " + hungry.foreign);
            }
            calls += hungry.returned;
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
        OrtSession.Result result = null;
        try {
            result = session.run(inputs);
            returned++;
        } catch (OutOfMemoryError e) {
            exhausted++;
            StackTraceElement[] trace = e.getStackTrace();
            if (trace.length > 0 && Deep.isForeign(trace[0].getClassName())) {
                foreign = trace[0];
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        if (result != null) {
            result.close();
        }
    }
}
