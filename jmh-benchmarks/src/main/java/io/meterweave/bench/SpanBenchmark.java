package io.meterweave.bench;

import io.meterweave.bench.peer.Facts;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The stub in methods that OpenTelemetry's agent gives a span. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanBenchmark {
    /** The stub in a method with a span. */
    public static class Span extends HookBenchmark.Stub {
        @Override
        @Nullable Object call() throws Exception {
            return spanned();
        }

        /** The equal method. */
        @WithSpan
        public @Nullable Object spanned() throws Exception {
            return super.call();
        }
    }

    /** The stub in a method with a span that tells the facts. */
    public static class ToldSpan extends HookBenchmark.Stub {
        @Override
        @Nullable Object call() throws Exception {
            Facts facts = Facts.OF_THE_CALLS;
            return spanned(facts.provider(), facts.model(), facts.subject(), facts.tokens());
        }

        /** The equal method. */
        @WithSpan
        public @Nullable Object spanned(
                @SpanAttribute("provider") String provider,
                @SpanAttribute("model") String model,
                @SpanAttribute("subject") String payer,
                @SpanAttribute("tokens") long input)
                throws Exception {
            return super.call();
        }
    }

    /** A span. */
    @Benchmark
    public void span(Span calls) throws Exception {
        calls.burst();
    }

    /** A span that tells the facts. */
    @Benchmark
    public void told(ToldSpan calls) throws Exception {
        calls.burst();
    }
}
