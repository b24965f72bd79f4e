package io.meterweave.plugin.servlet;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.RequestWork;
import javax.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/** On {@code FilterChain.doFilter}, which each filter and the servlet is called by, of the {@code javax} API. */
public final class JavaxChainAdvice {
    private JavaxChainAdvice() {}

    /** Begins the request, if this is its first step; answers one more than what is to be ended, 0 for nothing. */
    @Advice.OnEnter
    public static int enter(@Advice.Argument(0) @Nullable ServletRequest request) {
        return RequestWork.begin(JavaxCall.of(request, false)) + 1;
    }

    /** Ends the request, if this was its first step. */
    @Advice.OnExit
    public static void exit(@Advice.Entered int work) {
        HandedWork.end(work - 1);
    }
}
