package io.meterweave.plugin.eventloops;

import io.meterweave.plugin.HandedFunction;
import io.meterweave.plugin.HandedRunnable;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** On {@code schedule…}: the loop itself puts what is due into its queue. */
public final class ScheduleAdvice {
    private ScheduleAdvice() {}

    /** Adds what goes along with the task, which Netty asks whether it is a {@code Callable}. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Object task) {
        return task instanceof Runnable runnable ? HandedRunnable.of(runnable) : HandedFunction.of(task);
    }
}
