package io.meterweave.plugin.eventloops;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedWork;

/** Where a loop starts or runs that works for all. */
public final class LoopAdvice {
    private LoopAdvice() {}

    /** Has it begin for nobody; answers one more than what is to be ended, 0 for nothing. */
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
