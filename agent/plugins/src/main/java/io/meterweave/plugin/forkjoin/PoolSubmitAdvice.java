package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.Advice;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/** Where a {@code ForkJoinPool} is given a task as the second argument. */
public final class PoolSubmitAdvice {
    private PoolSubmitAdvice() {}

    /** Remembers what goes along with the task. */
    @Advice.OnEnter
    public static void enter(@Advice.This ForkJoinPool pool, @Advice.Argument(1) @Nullable ForkJoinTask<?> task) {
        ForkedTasks.submitted(task, pool);
    }

    /** Forgets a task that the pool has not taken. */
    @Advice.OnExit
    public static void exit(
            @Advice.Argument(1) @Nullable ForkJoinTask<?> task, @Advice.Thrown @Nullable Throwable thrown) {
        ForkedTasks.refused(task, thrown);
    }
}
