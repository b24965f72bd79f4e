package io.meterweave.plugin.executors;

import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code ThreadPoolExecutor.shutdownNow}: the application gets its own tasks back. */
public final class DrainAdvice {
    private DrainAdvice() {}

    /** Puts the tasks in place of what stood for them in the queue. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class)
    public static void exit(@Advice.Return @Nullable List<Runnable> queued) {
        if (queued != null) {
            queued.replaceAll(HandedTask::shown);
        }
    }
}
