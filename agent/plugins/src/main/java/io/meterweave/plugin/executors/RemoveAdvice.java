package io.meterweave.plugin.executors;

import java.util.concurrent.ThreadPoolExecutor;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code ThreadPoolExecutor.remove}. */
public final class RemoveAdvice {
    private RemoveAdvice() {}

    /** Looks for the task once more, in what stands for it in the queue. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToReturned
    public static boolean exit(
            @Advice.This ThreadPoolExecutor pool,
            @Advice.Argument(0) @Nullable Runnable task,
            @Advice.Return boolean removed) {
        return removed || HandedTask.remove(task, pool);
    }
}
