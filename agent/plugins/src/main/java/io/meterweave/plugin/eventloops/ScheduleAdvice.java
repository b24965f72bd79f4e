package io.meterweave.plugin.eventloops;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedFunction;
import io.meterweave.plugin.HandedRunnable;
import org.jspecify.annotations.Nullable;

/** On {@code schedule…}: the loop itself puts what is due into its queue. */
public final class ScheduleAdvice {
    private ScheduleAdvice() {}

    /** Adds what goes along with the task, which Netty asks whether it is a {@code Callable}. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(0)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Object task) {
        return task instanceof Runnable runnable ? HandedRunnable.of(runnable) : HandedFunction.of(task);
    }
}
