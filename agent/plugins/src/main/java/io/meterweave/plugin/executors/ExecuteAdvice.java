package io.meterweave.plugin.executors;

import io.meterweave.plugin.Advice;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** On {@code ThreadPoolExecutor.execute}. */
public final class ExecuteAdvice {
    private ExecuteAdvice() {}

    /** Adds what goes along with the task, where it may stand in the queue in place of the task. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(0)
    public static @Nullable Runnable enter(
            @Advice.This ThreadPoolExecutor pool, @Advice.Argument(0) @Nullable Runnable task) {
        return HandedTask.queued(task, pool);
    }
}
