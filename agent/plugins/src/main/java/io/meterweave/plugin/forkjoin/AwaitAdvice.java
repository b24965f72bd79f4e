package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.HandedWork;
import net.bytebuddy.asm.Advice;

/**
 * On {@code ForkJoinTask.awaitDone} and the like: a thread that waits helps, with tasks of others, too. Those that carry nothing must not
 * run for whom the waiting one works.
 */
public final class AwaitAdvice {
    private AwaitAdvice() {}

    /** Has the thread work for nobody; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static int enter() {
        return HandedWork.beginNothing() + 1;
    }

    /** Goes on with what the thread did before. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter int work) {
        HandedWork.end(work - 1);
    }
}
