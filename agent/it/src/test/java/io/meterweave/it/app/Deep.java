package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.Map;

/**
 * {@code Deep <dives>}: each dive is a thread that fills its stack, and calls the model from each of the last frames
 * while it comes back. Prints {@code dive-<n> <returned> <overflowed>}, {@code foreign …} for each error whose top frame
 * is the agent's, and {@code calls=<all>}; then waits for a line on stdin. Every third thread dies of its overflow.
 */
public final class Deep {
    private static final int FRAMES = 120;
    private static final long STACK_BYTES = 256 << 10;

    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final boolean dying;
    private int tries;
    private int returned;
    private int overflowed;
    private StackTraceElement foreign;

    private Deep(OrtSession session, Map<String, OnnxTensor> inputs, boolean dying) {
        this.session = session;
        this.inputs = inputs;
        this.dying = dying;
    }

    public static void main(String[] args) throws Exception {
        OrtSession session = Engine.session(TinyOnnx.mask64());
        Map<String, OnnxTensor> inputs = Engine.padded(5, 8);
        Engine.run(session, inputs);
        int calls = 0;
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            String name = "dive-" + i;
            int lead = i % 40;
            Deep deep = new Deep(session, inputs, i % 3 == 0);
            Thread thread = new Thread(null, () -> deep.under(name, lead), name, STACK_BYTES);
            thread.setUncaughtExceptionHandler((t, e) -> {});
            thread.start();
            thread.join();
            System.out.println(name + " " + deep.returned + " " + deep.overflowed);
            if (deep.foreign != null) {
                System.out.println("foreign " + deep.foreign);
            }
            calls += deep.returned;
        }
        System.out.println("calls=" + calls);
        System.in.read();
    }

    private void under(String name, int lead) {
        try (Scope scope = MeterContext.open(name)) {
            scope.attribute("lead", String.valueOf(lead));
            tries = FRAMES;
            dive(lead, 1L, 2L, 3L);
        }
    }

    /** The arguments make its frames larger than those of the hooks, by an odd number: the end falls everywhere. */
    private long dive(int lead, long a, long b, long c) {
        try {
            return dive(lead + 1, b, c, a) + 1;
        } catch (StackOverflowError e) {
            if (tries-- > 0) {
                call();
                throw e;
            }
            if (dying) {
                throw e;
            }
            return a;
        }
    }

    private void call() {
        OrtSession.Result result = null;
        try {
            result = session.run(inputs);
            returned++;
        } catch (StackOverflowError e) {
            overflowed++;
            StackTraceElement[] trace = e.getStackTrace();
            if (trace.length > 0 && isForeign(trace[0].getClassName())) {
                foreign = trace[0];
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        if (result != null) {
            result.close();
        }
    }

    static boolean isForeign(String type) {
        return type.startsWith("java.lang.Meterweave")
                || type.startsWith("io.meterweave.") && !type.startsWith("io.meterweave.it.");
    }
}
