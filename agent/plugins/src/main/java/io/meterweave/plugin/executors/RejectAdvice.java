package io.meterweave.plugin.executors;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code ThreadPoolExecutor.reject}: the application's handler gets its own task. */
public final class RejectAdvice {
    private RejectAdvice() {}

    /** Answers what may be shown in place of the queued task. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static @Nullable Runnable enter(@Advice.Argument(0) @Nullable Runnable queued) {
        return HandedTask.rejected(queued);
    }
}
