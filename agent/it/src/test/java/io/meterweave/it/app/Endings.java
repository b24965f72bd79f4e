package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/**
 * {@code Endings <how> <runs>}: runs inferences from the first moment on, on two threads, and then ends: {@code
 * return}, {@code exit}, {@code halt}, {@code throw} or {@code wait} (for a line on stdin).
 */
public final class Endings {
    private Endings() {}

    public static void main(String[] args) throws Exception {
        int runs = Integer.parseInt(args[1]);
        Thread beside = new Thread(() -> infer(runs - runs / 2));
        beside.start();
        infer(runs / 2);
        beside.join();
        System.out.println("calls=" + runs);
        switch (args[0]) {
            case "exit" -> System.exit(5);
            case "halt" -> Runtime.getRuntime().halt(7);
            case "throw" -> throw new IllegalStateException("as asked");
            case "wait" -> System.in.read();
            default -> {}
        }
    }

    private static void infer(int runs) {
        try (OrtSession session = Engine.session(TinyOnnx.mask64())) {
            Map<String, OnnxTensor> inputs = Engine.padded(3, 4);
            for (int i = 0; i < runs; i++) {
                Engine.run(session, inputs);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
