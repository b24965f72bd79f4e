package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Calls that somebody is named for, and calls that nobody is: outside of every scope, on a pool's thread, in a scope whose
 * subject is refused, with and without an attribute. Each has as many tokens as tell it apart.
 */
public final class Nobody {
    private Nobody() {}

    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try (OrtSession session = Engine.session(TinyOnnx.mask64())) {
            run(session, 1);
            try (Scope scope = MeterContext.open("acme")) {
                run(session, 2);
                try (Scope refused = MeterContext.open("x".repeat(257))) {
                    run(session, 3);
                    refused.attribute("team", "blue");
                    refused.attribute("", "no key");
                    run(session, 4);
                }
                // Whoever takes the name for itself is a customer, if an unlucky one.
                try (Scope claimed = MeterContext.open("house")) {
                    run(session, 5);
                }
            }
            pool.submit(() -> {
                        run(session, 6);
                        return true;
                    })
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    private static void run(OrtSession session, int ones) throws OrtException {
        Map<String, OnnxTensor> inputs = Engine.padded(ones, 8);
        Engine.run(session, inputs);
    }
}
