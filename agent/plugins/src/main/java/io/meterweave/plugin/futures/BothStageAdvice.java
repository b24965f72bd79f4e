package io.meterweave.plugin.futures;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedFunction;
import org.jspecify.annotations.Nullable;

/** Where {@code CompletableFuture} makes a stage that waits for two others. */
public final class BothStageAdvice {
    private BothStageAdvice() {}

    /** Adds to its function what goes along with it. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(2)
    public static @Nullable Object enter(@Advice.Argument(2) @Nullable Object function) {
        return HandedFunction.of(function);
    }
}
