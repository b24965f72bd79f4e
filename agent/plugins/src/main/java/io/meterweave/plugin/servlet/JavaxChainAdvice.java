package io.meterweave.plugin.servlet;

import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.RequestWork;
import javax.servlet.ServletRequest;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code FilterChain.doFilter}, which each filter and the servlet is called by, of the {@code javax} API. */
public final class JavaxChainAdvice {
    private JavaxChainAdvice() {}

    /** Begins the request, if this is its first step; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static int enter(@Advice.Argument(0) @Nullable ServletRequest request) {
        return RequestWork.begin(JavaxCall.of(request, false)) + 1;
    }

    /** Ends the request, if this was its first step. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter int work) {
        HandedWork.end(work - 1);
    }
}
