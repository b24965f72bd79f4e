package io.meterweave.plugin.nettyhttp;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedWork;
import io.netty.channel.ChannelHandlerContext;

/** On {@code fireChannelRead}, by which a handler passes a message on; all that the next ones do with it is done inside. */
public final class PassOnAdvice {
    private static final boolean HAS_HTTP = hasHttp();

    private PassOnAdvice() {}

    /** Netty can be there without its HTTP codec. */
    private static boolean hasHttp() {
        try {
            Class.forName("io.netty.handler.codec.http.HttpObject", false, PassOnAdvice.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Begins a step of a request; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnEnter
    public static int enter(@Advice.This ChannelHandlerContext from, @Advice.Argument(0) Object message) {
        return HAS_HTTP ? Messages.begin(from, message) + 1 : 0;
    }

    /** Ends it. */
    @Advice.OnExit
    public static void exit(@Advice.Entered int work) {
        HandedWork.end(work - 1);
    }
}
