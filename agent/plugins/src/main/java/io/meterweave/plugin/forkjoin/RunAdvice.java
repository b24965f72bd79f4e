package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.HandedWork;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;

/** On {@code ForkJoinTask.doExec}, which all tasks run in. */
public final class RunAdvice {
    private RunAdvice() {}

    /** Begins what belongs to whoever forked the task; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static int enter(@Advice.This ForkJoinTask<?> task) {
        return ForkedTasks.begin(task) + 1;
    }

    /** Goes on with what the thread did before. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter int work) {
        HandedWork.end(work - 1);
    }
}
