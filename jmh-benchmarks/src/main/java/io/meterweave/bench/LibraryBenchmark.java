package io.meterweave.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.meterweave.api.MeterContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Inferences of the real library, with a model that has next to nothing to compute. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LibraryBenchmark {
    private static final int TOKENS = 128;

    /** Its calls; metered where the fork has an agent. */
    public static class Library extends Paced {
        private static final Set<String> OUTPUTS = Set.of("sum");
        private static final Map<String, ai.onnxruntime.OnnxValue> PINNED = Map.of();

        private @Nullable OrtSession session;
        private Map<String, ai.onnxruntime.OnnxTensor> inputs = Map.of();
        private io.meterweave.api.@Nullable Scope scope;

        /** Loads the model: that of agent/it's {@code TinyOnnx.mask64}, which sums the ids that the mask shows. */
        @Setup(Level.Trial)
        public void load() throws Exception {
            Path file = Path.of(System.getProperty("bench.work", "."), "mask64.onnx");
            try (InputStream model = LibraryBenchmark.class.getResourceAsStream("mask64.onnx")) {
                if (model == null) {
                    throw new IOException("no model");
                }
                Files.write(file, model.readAllBytes());
            }
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
            inputs = ReaderBenchmark.tensors(TOKENS, false);
        }

        /** Opens the scope, on the thread that calls. */
        @Setup(Level.Iteration)
        public void open() {
            scope = MeterContext.open("customer-1");
        }

        /** Closes it. */
        @TearDown(Level.Iteration)
        public void close() {
            if (scope != null) {
                scope.close();
            }
        }

        @Override
        @Nullable Object call() throws Exception {
            if (session == null) {
                return null;
            }
            OrtSession.Result result = session.run(inputs, OUTPUTS, PINNED, null);
            result.close();
            return result;
        }
    }

    /** The calls. */
    @Benchmark
    public void run(Library calls) throws Exception {
        calls.burst();
    }
}
