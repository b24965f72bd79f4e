package io.meterweave.plugin.api;

import io.meterweave.api.Scope;
import io.meterweave.plugin.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code MeterContext.open}: answers a real scope in place of the inert one. */
public final class OpenAdvice {
    private OpenAdvice() {}

    /** Opens the scope. */
    @Advice.OnReturn
    @Advice.ReplacesReturned
    public static Scope exit(@Advice.Argument(0) @Nullable String subject) {
        return OpenScope.open(subject);
    }
}
