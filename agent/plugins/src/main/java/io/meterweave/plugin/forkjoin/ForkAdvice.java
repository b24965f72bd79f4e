package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.Advice;
import java.util.concurrent.ForkJoinTask;

/** On {@code ForkJoinTask.fork}. */
public final class ForkAdvice {
    private ForkAdvice() {}

    /** Remembers what goes along with the task. */
    @Advice.OnEnter
    public static void enter(@Advice.This ForkJoinTask<?> task) {
        ForkedTasks.remember(task);
    }
}
