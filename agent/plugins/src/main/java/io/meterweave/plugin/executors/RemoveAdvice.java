package io.meterweave.plugin.executors;

import io.meterweave.plugin.Advice;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** On {@code ThreadPoolExecutor.remove}. */
public final class RemoveAdvice {
    private RemoveAdvice() {}

    /** Looks for the task once more, in what stands for it in the queue. */
    @Advice.OnReturn
    @Advice.ReplacesReturned
    public static boolean exit(
            @Advice.This ThreadPoolExecutor pool,
            @Advice.Argument(0) @Nullable Runnable task,
            @Advice.Returned boolean removed) {
        return removed || HandedTask.remove(task, pool);
    }
}
