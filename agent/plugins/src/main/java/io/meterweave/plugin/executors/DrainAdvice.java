package io.meterweave.plugin.executors;

import io.meterweave.plugin.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** On {@code ThreadPoolExecutor.shutdownNow}: the application gets its own tasks back. */
public final class DrainAdvice {
    private DrainAdvice() {}

    /** Puts the tasks in place of what stood for them in the queue. */
    @Advice.OnReturn
    public static void exit(@Advice.Returned @Nullable List<Runnable> queued) {
        if (queued != null) {
            queued.replaceAll(HandedTask::shown);
        }
    }
}
