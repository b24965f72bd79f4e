package io.meterweave.plugin.eventloops;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedRunnable;
import org.jspecify.annotations.Nullable;

/** Where a task comes into the queue of a loop, past what looks at its kind; the loop only runs it. */
public final class ExecuteAdvice {
    private ExecuteAdvice() {}

    /** Adds what goes along with it. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(0)
    public static @Nullable Runnable enter(@Advice.Argument(0) @Nullable Runnable task) {
        return HandedRunnable.of(task);
    }
}
