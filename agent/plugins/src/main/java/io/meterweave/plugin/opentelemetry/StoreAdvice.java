package io.meterweave.plugin.opentelemetry;

import io.meterweave.plugin.Advice;

/** On {@code Span.storeInContext}: the first time that it is called, spans are asked for from then on. */
public final class StoreAdvice {
    private StoreAdvice() {}

    /** Does nothing any more once the class that it asks is there. */
    @Advice.OnEnter
    public static void enter() {
        CurrentSpan.begin();
    }
}
