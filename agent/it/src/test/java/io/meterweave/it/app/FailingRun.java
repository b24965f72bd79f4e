package io.meterweave.it.app;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** A run that the engine refuses, a run whose arguments are refused before the engine sees them, and one that works. */
public final class FailingRun {
    private FailingRun() {}

    public static void main(String[] args) throws OrtException {
        try (OrtSession session = Engine.session(TinyOnnx.lookup())) {
            attempt(session, "input_ids", 7);
            attempt(session, "no_such_input", 1);
            attempt(session, "input_ids", 1);
        }
    }

    private static void attempt(OrtSession session, String input, long id) {
        try {
            Engine.run(session, Map.of(input, Engine.int64(1, id, id)));
            System.out.println("returned");
        } catch (Exception e) {
            System.out.println("threw " + e.getClass().getName());
        }
    }
}
