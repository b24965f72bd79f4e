package io.meterweave.plugin.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.RequestWork;

/** On {@code Filter.Chain.doFilter}, which each filter and the handler is called by. */
public final class DoFilterAdvice {
    private DoFilterAdvice() {}

    /** Begins the request, if this is its first step; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnEnter
    public static int enter(@Advice.Argument(0) HttpExchange exchange) {
        return RequestWork.begin(new ExchangeRequest(exchange)) + 1;
    }

    /** Ends the request, if this was its first step. */
    @Advice.OnExit
    public static void exit(@Advice.Entered int work) {
        HandedWork.end(work - 1);
    }
}
