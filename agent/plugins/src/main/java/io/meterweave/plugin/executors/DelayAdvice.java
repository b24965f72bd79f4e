package io.meterweave.plugin.executors;

import io.meterweave.plugin.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code CompletableFuture.delayedExecutor}: captures now, not when the delay is over. */
public final class DelayAdvice {
    private DelayAdvice() {}

    /** Adds what goes along with the task. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(0)
    public static @Nullable Runnable enter(@Advice.Argument(0) @Nullable Runnable task) {
        return HandedTask.handed(task);
    }
}
