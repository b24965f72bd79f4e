package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedWork;

/**
 * On {@code ForkJoinTask.awaitDone} and the like: a thread that waits helps, with tasks of others, too. Those that carry nothing must not
 * run for whom the waiting one works.
 */
public final class AwaitAdvice {
    private AwaitAdvice() {}

    /** Has the thread work for nobody; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnEnter
    public static int enter() {
        return HandedWork.beginNothing() + 1;
    }

    /** Goes on with what the thread did before. */
    @Advice.OnExit
    public static void exit(@Advice.Entered int work) {
        HandedWork.end(work - 1);
    }
}
