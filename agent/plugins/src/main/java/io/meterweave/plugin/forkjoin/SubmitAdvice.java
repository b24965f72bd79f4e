package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.Advice;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/** Where a {@code ForkJoinPool} is given a task as the first argument. */
public final class SubmitAdvice {
    private SubmitAdvice() {}

    /** Remembers what goes along with the task. */
    @Advice.OnEnter
    public static void enter(@Advice.This ForkJoinPool pool, @Advice.Argument(0) @Nullable ForkJoinTask<?> task) {
        ForkedTasks.submitted(task, pool);
    }

    /** Forgets a task that the pool has not taken. */
    @Advice.OnExit
    public static void exit(
            @Advice.Argument(0) @Nullable ForkJoinTask<?> task, @Advice.Thrown @Nullable Throwable thrown) {
        ForkedTasks.refused(task, thrown);
    }
}
