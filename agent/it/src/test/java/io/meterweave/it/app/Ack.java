package io.meterweave.it.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code Ack <life> <threads> [<calls>]}: runs inferences until it is killed, each with a {@code request_id} of its own,
 * and prints the id once {@code run} has returned. One write to the kernel per id: what was printed outlives the kill.
 * With {@code calls}, which each thread makes, it then prints {@code calls=<all>} and waits for a line on stdin.
 */
public final class Ack {
    private Ack() {}

    public static void main(String[] args) throws Exception {
        String life = args[0];
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        OrtSession session = Engine.session(TinyOnnx.mask64());
        Map<String, OnnxTensor> inputs = Engine.padded(5, 8);
        long calls = args.length > 2 ? Long.parseLong(args[2]) : Long.MAX_VALUE;
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < Integer.parseInt(args[1]); t++) {
            String prefix = life + "-" + t + "-";
            Thread thread = new Thread(() -> loop(session, inputs, prefix, calls, out));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("calls=" + calls * threads.size());
        System.in.read();
    }

    private static void loop(
            OrtSession session, Map<String, OnnxTensor> inputs, String prefix, long calls, FileOutputStream out) {
        for (long n = 0; n < calls; n++) {
            String id = prefix + n;
            try (Scope scope = MeterContext.open("acme")) {
                scope.attribute("request_id", id);
                Engine.run(session, inputs);
                out.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
