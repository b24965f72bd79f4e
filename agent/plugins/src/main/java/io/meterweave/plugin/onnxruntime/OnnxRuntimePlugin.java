package io.meterweave.plugin.onnxruntime;

import static io.meterweave.plugin.MethodShape.constructor;
import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.MethodShape;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * ONNX Runtime ({@code com.microsoft.onnxruntime:onnxruntime}, 1.15.0 and newer). All public {@code run} overloads end
 * in one: with pinned outputs since 1.17.1, without them before.
 */
public final class OnnxRuntimePlugin implements Plugin {
    private static final String SESSION = "ai.onnxruntime.OrtSession";
    private static final String OPTIONS = SESSION + "$SessionOptions";
    private static final String PACKAGE = "io.meterweave.plugin.onnxruntime.";
    private static final String PROVIDERS = "ai.onnxruntime.providers.";

    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public List<String> quantities() {
        return List.of("input_tokens", "items", "device_time_ns", "wall_time_ns");
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                Hook.on(
                        SESSION,
                        Hook.Need.FIRST,
                        PACKAGE + "RunAdvice",
                        method("run", "java.util.Map", "java.util.Set", "java.util.Map", SESSION + "$RunOptions"),
                        method("run", "java.util.Map", "java.util.Set", SESSION + "$RunOptions")),
                Hook.on(
                        SESSION,
                        Hook.Need.ANY,
                        PACKAGE + "LoadAdvice",
                        load("java.lang.String"),
                        load("[B"),
                        load("java.nio.ByteBuffer")),
                Hook.on(OPTIONS, Hook.Need.OPTIONAL, PACKAGE + "OptionsAdvice", constructor()),
                Hook.on(
                        OPTIONS,
                        Hook.Need.OPTIONAL,
                        PACKAGE + "DeviceAdvice",
                        method("addCUDA", "int"),
                        method("addCUDA", PROVIDERS + "OrtCUDAProviderOptions"),
                        method("addTensorrt", "int"),
                        method("addTensorrt", PROVIDERS + "OrtTensorRTProviderOptions"),
                        method("addROCM", "int"),
                        method("addDirectML", "int"),
                        method("addOpenVINO", "java.lang.String"),
                        method("addNnapi", "java.util.EnumSet"),
                        method("addCoreML", "java.util.EnumSet"),
                        method("addCoreML", "java.util.Map"),
                        method("addQnn", "java.util.Map"),
                        method("addWebGPU", "java.util.Map"),
                        method("addExecutionProvider", "java.util.List", "java.util.Map")));
    }

    private static MethodShape load(String model) {
        return constructor("ai.onnxruntime.OrtEnvironment", model, "ai.onnxruntime.OrtAllocator", OPTIONS);
    }
}
