package io.meterweave.plugin.eventloops;

import io.meterweave.plugin.HandedWork;
import net.bytebuddy.asm.Advice;

/** Where a loop starts or runs that works for all. */
public final class LoopAdvice {
    private LoopAdvice() {}

    /** Has it begin for nobody; answers one more than what is to be ended, 0 for nothing. */
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
