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

        private Map<String, OnnxTensor> inputs = Map.of();

        /** Makes them. */
        @Setup(Level.Trial)
        public void load() throws OrtException {
            inputs = input.equals("none") ? new HashMap<>() : tensors(TOKENS, input.equals("array"));
        }

        @Override
        @SuppressWarnings("NullAway") // No session is known without an agent; the advice answers for an unknown one.
        @Nullable Object call() {
            Object inference = RunAdvice.enter(null, inputs);
            RunAdvice.exit(inference, null);
            return inference;
        }
    }

    /** Inputs of so many tokens. */
    static Map<String, OnnxTensor> tensors(int tokens, boolean array) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (String name : new String[] {"input_ids", "attention_mask"}) {
            long[][] rows = new long[1][tokens];
            Arrays.fill(rows[0], 1);
            inputs.put(
                    name,
                    array
                            ? OnnxTensor.createTensor(environment, rows)
                            : OnnxTensor.createTensor(environment, direct(rows[0]), new long[] {1, tokens}));
        }
        return inputs;
    }

    private static LongBuffer direct(long[] values) {
        LongBuffer direct = ByteBuffer.allocateDirect(values.length * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
        direct.put(values).flip();
        return direct;
    }

    /** Enter and exit. */
    @Benchmark
    public void reader(Reader calls) throws Exception {
        calls.burst();
    }
}
