package io.meterweave.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call of the stub: it does nothing, so that what is woven around it is what costs. */
final class StubCall {
    private static final Set<String> OUTPUTS = Set.of();
    private static final Map<String, OnnxTensor> PINNED = Map.of();

    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();

    /** Loads the stub's model, with inputs of so many tokens; none for inputs that say nothing. */
    StubCall(int tokens) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        session = environment.createSession("/models/stub/model.onnx");
        if (tokens > 0) {
            long[] ones = new long[tokens];
            Arrays.fill(ones, 1);
            long[] shape = {1, tokens};
            inputs.put("input_ids", OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape));
            inputs.put("attention_mask", OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape));
        }
    }

    @Nullable Object run() throws OrtException {
        return session.run(inputs, OUTPUTS, PINNED, null);
    }
}
