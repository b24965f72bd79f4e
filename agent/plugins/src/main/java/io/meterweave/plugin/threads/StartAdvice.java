package io.meterweave.plugin.threads;

import io.meterweave.plugin.Advice;

/** On {@code Thread.start}. */
public final class StartAdvice {
    private StartAdvice() {}

    /** Gives the thread what goes along with its work. */
    @Advice.OnEnter
    public static void enter(@Advice.This Thread thread) {
        StartedThread.begin(thread);
    }
}
