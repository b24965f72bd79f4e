package io.meterweave.it.app;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * {@code ModelSources <file>}: one session from each kind of model source, and one run in each, for a subject that
 * names the source. The ByteBuffer form is called reflectively: 1.17.1 has none. Prints the subjects.
 */
public final class ModelSources {
    private ModelSources() {}

    public static void main(String[] args) throws Exception {
        byte[] model = TinyOnnx.mask64();
        Files.write(Path.of(args[0]), model);
        run("path", Engine.ENVIRONMENT.createSession(args[0]));
        run("path-options", Engine.ENVIRONMENT.createSession(args[0], Engine.options()));
        run("bytes", Engine.ENVIRONMENT.createSession(model));
        run("bytes-options", Engine.ENVIRONMENT.createSession(model, Engine.options()));
        ByteBuffer buffer = ByteBuffer.allocateDirect(model.length).put(model).flip();
        for (Method method : fromBuffer()) {
            boolean options = method.getParameterCount() == 2;
            Object session = options
                    ? method.invoke(Engine.ENVIRONMENT, buffer, Engine.options())
                    : method.invoke(Engine.ENVIRONMENT, buffer);
            run(options ? "buffer-options" : "buffer", (OrtSession) session);
        }
        run("cuda", Engine.ENVIRONMENT.createSession(model, refusedCuda()));
    }

    private static Iterable<Method> fromBuffer() {
        return Stream.of(Engine.ENVIRONMENT.getClass().getMethods())
                .filter(m -> m.getName().equals("createSession"))
                .filter(m -> m.getParameterTypes()[0] == ByteBuffer.class)
                .toList();
    }

    /** The artifact for CPUs throws where CUDA is asked for: what follows runs on the CPU. */
    private static SessionOptions refusedCuda() throws OrtException {
        SessionOptions options = Engine.options();
        try {
            options.addCUDA(0);
            throw new IllegalStateException("this test needs an ONNX Runtime without CUDA");
        } catch (OrtException expected) {
            return options;
        }
    }

    private static void run(String subject, OrtSession session) throws OrtException {
        try (session;
                Scope scope = MeterContext.open(subject)) {
            Engine.run(session, Engine.padded(3, 4));
        }
        System.out.println(subject);
    }
}
