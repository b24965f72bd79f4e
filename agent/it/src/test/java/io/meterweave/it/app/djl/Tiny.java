package io.meterweave.it.app.djl;

import ai.djl.Model;
import io.meterweave.it.app.TinyOnnx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The same small model on each engine of the Deep Java Library. */
final class Tiny {
    static final String ONNX_RUNTIME = "OnnxRuntime";

    private static final Map<String, String> ONE_THREAD = Map.of("interOpNumThreads", "1", "intraOpNumThreads", "1");

    private Tiny() {}

    /** Writes the model into a directory and loads it, with the name that the application gives it. */
    static Model load(String engine, Path directory, String name) throws Exception {
        String file = name.isEmpty() ? "model" : name;
        Files.createDirectories(directory);
        Model model = Model.newInstance(name, engine);
        if (engine.equals(ONNX_RUNTIME)) {
            Files.write(directory.resolve(file + ".onnx"), TinyOnnx.mask64());
            model.load(directory, file, ONE_THREAD);
        } else {
            TinyTorchScript.write(directory.resolve(file + ".pt"));
            model.load(directory, file);
        }
        return model;
    }
}
