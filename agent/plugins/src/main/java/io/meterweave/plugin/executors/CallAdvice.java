package io.meterweave.plugin.executors;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where the first argument is a function that no application can see there: on {@code FutureTask}'s constructors and the like.
 */
public final class CallAdvice {
    private CallAdvice() {}

    /** Adds what goes along with it. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(0)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Object function) {
        return HandedFunction.of(function);
    }
}
