package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedWork;
import java.util.concurrent.ForkJoinTask;

/** On {@code ForkJoinTask.doExec}, which all tasks run in. */
public final class RunAdvice {
    private RunAdvice() {}

    /** Begins what belongs to whoever forked the task; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnEnter
    public static int enter(@Advice.This ForkJoinTask<?> task) {
        return ForkedTasks.begin(task) + 1;
    }

    /** Goes on with what the thread did before. */
    @Advice.OnExit
    public static void exit(@Advice.Entered int work) {
        HandedWork.end(work - 1);
    }
}
