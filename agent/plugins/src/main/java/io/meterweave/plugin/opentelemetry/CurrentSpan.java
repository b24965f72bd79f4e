package io.meterweave.plugin.opentelemetry;

import io.meterweave.plugin.SpanSource;
import io.meterweave.plugin.Spans;
import io.meterweave.record.UsageDraft;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/** The current span of one copy of the API. Its ids are strings that the span has already. */
final class CurrentSpan implements SpanSource {
    // Held here, by the class loader of the plugin beside the API, and weakly by Spans.
    private static final CurrentSpan THIS = new CurrentSpan();

    static {
        Spans.ask(THIS);
    }

    private CurrentSpan() {}

    /** Has this class be initialised. */
    static void begin() {}

    @Override
    public boolean tell(UsageDraft draft) {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid() && draft.span(context.getTraceId(), context.getSpanId());
    }
}
