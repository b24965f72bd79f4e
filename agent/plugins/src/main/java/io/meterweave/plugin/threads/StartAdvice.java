package io.meterweave.plugin.threads;

import net.bytebuddy.asm.Advice;

/** On {@code Thread.start}. */
public final class StartAdvice {
    private StartAdvice() {}

    /** Gives the thread what goes along with its work. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static void enter(@Advice.This Thread thread) {
        StartedThread.begin(thread);
    }
}
