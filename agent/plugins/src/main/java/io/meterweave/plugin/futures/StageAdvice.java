package io.meterweave.plugin.futures;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedFunction;
import org.jspecify.annotations.Nullable;

/** Where {@code CompletableFuture} makes a stage that waits for one other, or none. */
public final class StageAdvice {
    private StageAdvice() {}

    /** Adds to its function what goes along with it. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(1)
    public static @Nullable Object enter(@Advice.Argument(1) @Nullable Object function) {
        return HandedFunction.of(function);
    }
}
