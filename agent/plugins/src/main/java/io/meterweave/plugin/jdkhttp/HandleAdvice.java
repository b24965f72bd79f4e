package io.meterweave.plugin.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.RequestWork;
import net.bytebuddy.asm.Advice;

/** On the handler that calls the application's filters and handler. */
public final class HandleAdvice {
    private HandleAdvice() {}

    /** Begins the request; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static int enter(@Advice.Argument(0) HttpExchange exchange) {
        return RequestWork.begin(new ExchangeRequest(exchange)) + 1;
    }

    /** Goes on with what the thread did before. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter int work) {
        HandedWork.end(work - 1);
    }
}
