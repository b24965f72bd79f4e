package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.util.Map;

/** One run for each way that a model's inputs tell, or do not tell, how many tokens they hold. */
public final class Masks {
    private Masks() {}

    public static void main(String[] args) throws OrtException {
        long[] ids = {5, 6, 7, 8, 5, 6, 7, 8};
        one(
                "mask64",
                TinyOnnx.mask64(),
                Map.of("input_ids", Engine.int64(2, ids), "attention_mask", Engine.int64(2, 1, 1, 1, 0, 1, 1, 1, 1)));
        one(
                "mask32",
                TinyOnnx.mask32(),
                Map.of("input_ids", Engine.int64(2, ids), "attention_mask", Engine.int32(2, 1, 0, 0, 0, 1, 1, 0, 0)));
        one("no-mask", TinyOnnx.noMask(), Map.of("input_ids", Engine.int64(2, ids)));
        one(
                "decode",
                TinyOnnx.decodeStep(),
                Map.of(
                        "input_ids", Engine.int64(2, 9, 9),
                        "attention_mask", Engine.int64(2, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0)));
        one(
                "prefill",
                TinyOnnx.decodeStep(),
                Map.of("input_ids", Engine.int64(1, 9, 9, 9), "attention_mask", Engine.int64(1, 1, 1, 1)));
        one("floats", TinyOnnx.floats(), Map.of("x", OnnxTensor.createTensor(Engine.ENVIRONMENT, new float[][] {
            {1, 2, 3, 4}
        })));
    }

    private static void one(String subject, byte[] model, Map<String, OnnxTensor> inputs) throws OrtException {
        try (OrtSession session = Engine.session(model);
                Scope scope = MeterContext.open(subject)) {
            Engine.run(session, inputs);
        }
        System.out.println(subject);
    }
}
