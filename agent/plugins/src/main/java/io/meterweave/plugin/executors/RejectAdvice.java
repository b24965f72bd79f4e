package io.meterweave.plugin.executors;

import io.meterweave.plugin.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code ThreadPoolExecutor.reject}: the application's handler gets its own task. */
public final class RejectAdvice {
    private RejectAdvice() {}

    /** Answers what may be shown in place of the queued task. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(0)
    public static @Nullable Runnable enter(@Advice.Argument(0) @Nullable Runnable queued) {
        return HandedTask.rejected(queued);
    }
}
