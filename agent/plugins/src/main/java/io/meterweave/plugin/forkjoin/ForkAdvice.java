package io.meterweave.plugin.forkjoin;

import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;

/** On {@code ForkJoinTask.fork}. */
public final class ForkAdvice {
    private ForkAdvice() {}

    /** Remembers what goes along with the task. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static void enter(@Advice.This ForkJoinTask<?> task) {
        ForkedTasks.remember(task);
    }
}
