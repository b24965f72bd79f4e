package io.meterweave.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.meterweave.plugin.onnxruntime.RunAdvice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The advice on inputs of the real library, without an agent and so without a ring; what a kind of input costs is its
 * difference to {@code none}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReaderBenchmark {
    private static final int TOKENS = 128;

    /** The inputs. */
    public static class Reader extends Paced {
        /** How the tensors were made: {@code none}, {@code direct} buffers or {@code array}s. */
        @Param({"none", "direct", "array"})
        public String input = "";

        private final Map<String, OnnxTensor> inputs = new HashMap<>();

        /** Makes them. */
        @Setup(Level.Trial)
        public void load() throws OrtException {
            if (input.equals("none")) {
                return;
            }
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            for (String name : new String[] {"input_ids", "attention_mask"}) {
                inputs.put(name, tensor(environment));
            }
        }

        private OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
            long[][] rows = new long[1][TOKENS];
            Arrays.fill(rows[0], 1);
            if (input.equals("array")) {
                return OnnxTensor.createTensor(environment, rows);
            }
            LongBuffer direct = ByteBuffer.allocateDirect(TOKENS * Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
            direct.put(rows[0]).flip();
            return OnnxTensor.createTensor(environment, direct, new long[] {1, TOKENS});
        }

        @Override
        @SuppressWarnings("NullAway") // No session is known without an agent; the advice answers for an unknown one.
        @Nullable Object call() {
            Object inference = RunAdvice.enter(null, inputs);
            RunAdvice.exit(inference, null);
            return inference;
        }
    }

    /** Enter and exit. */
    @Benchmark
    public void reader(Reader calls) throws Exception {
        calls.burst();
    }
}
