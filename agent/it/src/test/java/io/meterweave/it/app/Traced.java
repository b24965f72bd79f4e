package io.meterweave.it.app;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

/**
 * Calls inside and outside of spans, each with as many tokens as tell it apart. Prints the tokens, and the ids of the span that
 * is current ({@code -} where none is).
 */
public final class Traced {
    private Traced() {}

    public static void main(String[] args) throws Exception {
        Tracer tracer = SdkTracerProvider.builder().build().get("it");
        try (OrtSession session = Engine.session(TinyOnnx.mask64())) {
            run(session, 1);
            Span outer = tracer.spanBuilder("outer").startSpan();
            try (Scope scope = outer.makeCurrent()) {
                run(session, 2);
                Span inner = tracer.spanBuilder("inner").startSpan();
                try (Scope within = inner.makeCurrent()) {
                    run(session, 3);
                    runElsewhere(session, 4);
                }
                run(session, 5);
                try (Scope root = Context.root().makeCurrent()) {
                    run(session, 6);
                }
                try (Scope invalid = Span.getInvalid().makeCurrent()) {
                    run(session, 7);
                }
            }
            run(session, 8);
            String trace = "0af7651916cd43dd8448eb211c80319c";
            SpanContext remote = SpanContext.createFromRemoteParent(
                    trace, "b7ad6b7169203331", TraceFlags.getDefault(), TraceState.getDefault());
            try (Scope scope = Span.wrap(remote).makeCurrent()) {
                run(session, 9);
            }
        }
    }

    /** A new thread has no span, whatever the one has that started it. */
    private static void runElsewhere(OrtSession session, int ones) throws InterruptedException {
        Thread other = new Thread(() -> {
            try {
                run(session, ones);
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        other.join();
    }

    private static void run(OrtSession session, int ones) throws OrtException {
        Engine.run(session, Engine.padded(ones, 12));
        SpanContext span = Span.current().getSpanContext();
        System.out.println(ones + " " + (span.isValid() ? span.getTraceId() + " " + span.getSpanId() : "- -"));
    }
}
