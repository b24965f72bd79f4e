package io.meterweave.plugin;

import io.meterweave.record.Facts;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends the handling of a request on the thread that handles it. Until its end the thread works for whom the
 * request says, or for nobody; scopes that the application opens meanwhile come before that, and none of them outlives it.
 */
public final class RequestWork {
    private static volatile RequestRule rule = RequestRule.NONE;

    private RequestWork() {}

    /** Says where requests say who pays; before the first server is woven. */
    public static void by(RequestRule theRule) {
        rule = theRule;
    }

    /**
     * Has the current thread work for whom the request says. To be called at each step of a request's handling: within
     * another one of the same thread it only looks whether the server knows meanwhile who the client is.
     *
     * @return what {@link HandedWork#end} needs
     */
    public static int begin(Request request) {
        try {
            MeterThread thread = MeterThread.current();
            if (thread.handlesRequest()) {
                if (thread.awaitsPayer() && !rule.waits(request)) {
                    thread.requestPayer(payer(request));
                }
            } else if (request.arrival() != Request.Arrival.WITHIN) {
                boolean waits = rule.waits(request);
                return thread.enterRequest(waits ? null : payer(request), waits);
            }
            return HandedWork.NONE;
        } catch (Throwable e) {
            Metering.handOffFailed(e);
            return HandedWork.begin(null);
        }
    }

    private static @Nullable Carried payer(Request request) {
        Facts payer = rule.payer(request);
        return payer == Facts.NONE ? null : new Carried(payer, null);
    }
}
