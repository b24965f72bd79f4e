package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/** ONNX Runtime as the programs here use it: only what 1.15.0 has, and one engine thread per session. */
public final class Engine {
    static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private Engine() {}

    static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        return options;
    }

    public static OrtSession session(byte[] model) throws OrtException {
        return ENVIRONMENT.createSession(model, options());
    }

    public static OnnxTensor int64(long rows, long... values) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(values), new long[] {rows, values.length / rows});
    }

    static OnnxTensor int32(long rows, int... values) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, IntBuffer.wrap(values), new long[] {rows, values.length / rows});
    }

    /** Inputs with {@code ones} real tokens, the rest of the {@code width} columns being padding. */
    public static Map<String, OnnxTensor> padded(int ones, int width) throws OrtException {
        long[] ids = new long[width];
        long[] mask = new long[width];
        for (int i = 0; i < width; i++) {
            ids[i] = i + 1;
            mask[i] = i < ones ? 1 : 0;
        }
        return Map.of("input_ids", int64(1, ids), "attention_mask", int64(1, mask));
    }

    public static void run(OrtSession session, Map<String, OnnxTensor> inputs) throws OrtException {
        session.run(inputs).close();
    }
}
