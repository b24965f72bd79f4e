package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Calls each public {@code run} overload of the ONNX Runtime on the class path once, reflectively because 1.15.0 has
 * four and 1.17.1 seven, each with another number of real tokens. Prints {@code calls} and {@code tokens}.
 */
public final class RunOverloads {
    private static final int WIDTH = 16;

    private RunOverloads() {}

    public static void main(String[] args) throws Exception {
        List<Method> overloads = Stream.of(OrtSession.class.getMethods())
                .filter(m -> m.getName().equals("run"))
                .sorted(Comparator.comparing(Method::toString))
                .toList();
        int tokens = 0;
        try (OrtSession session = Engine.session(TinyOnnx.mask64())) {
            for (Method overload : overloads) {
                int ones = 3 + overload.getParameterCount();
                overload.invoke(session, arguments(overload, ones));
                tokens += ones;
            }
        }
        System.out.println("calls=" + overloads.size() + " tokens=" + tokens);
    }

    private static Object[] arguments(Method overload, int ones) throws OrtException {
        Class<?>[] types = overload.getParameterTypes();
        Object[] arguments = new Object[types.length];
        arguments[0] = Engine.padded(ones, WIDTH);
        for (int i = 1; i < types.length; i++) {
            if (types[i] == Set.class) {
                arguments[i] = Set.of("sum");
            } else if (types[i] == RunOptions.class) {
                arguments[i] = new RunOptions();
            } else {
                Map<String, OnnxTensor> pinned = new HashMap<>();
                pinned.put("masked", Engine.int64(1, new long[WIDTH]));
                arguments[i] = pinned;
            }
        }
        return arguments;
    }
}
