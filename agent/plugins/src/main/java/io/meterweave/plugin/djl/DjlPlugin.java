package io.meterweave.plugin.djl;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * The Deep Java Library ({@code ai.djl:api}, 0.28.0 and newer), on whatever engine. {@code Predictor.predict} calls {@code
 * batchPredict}; {@code streamingPredict} does not, and computes nothing before somebody takes the results, step by step.
 */
public final class DjlPlugin implements Plugin {
    private static final String PACKAGE = "io.meterweave.plugin.djl.";
    private static final String PREDICTOR = "ai.djl.inference.Predictor";

    @Override
    public String name() {
        return "djl";
    }

    @Override
    public List<String> quantities() {
        return List.of("input_tokens", "items", "device_time_ns", "wall_time_ns");
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                Hook.onSubtypes(
                        PREDICTOR, Hook.Need.ANY, PACKAGE + "BatchAdvice", method("batchPredict", "java.util.List")),
                Hook.onSubtypes(
                        PREDICTOR,
                        Hook.Need.OPTIONAL,
                        PACKAGE + "StreamAdvice",
                        method("streamingPredict", "java.lang.Object")),
                Hook.onSubtypes(
                        "ai.djl.inference.streaming.StreamingBlock",
                        Hook.Need.OPTIONAL,
                        PACKAGE + "StepsAdvice",
                        method(
                                "forwardStreamIter",
                                "ai.djl.training.ParameterStore",
                                "ai.djl.ndarray.NDList",
                                "boolean",
                                "ai.djl.util.PairList")));
    }
}
