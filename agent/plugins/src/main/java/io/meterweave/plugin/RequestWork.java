package io.meterweave.plugin;

import io.meterweave.record.Facts;

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
     * Has the current thread work for whom the request says.
     *
     * @return what {@link HandedWork#end} needs
     */
    public static int begin(Request request) {
        Facts payer = Facts.NONE;
        try {
            payer = rule.payer(request);
        } catch (Throwable e) {
            Metering.handOffFailed(e);
        }
        return HandedWork.begin(payer == Facts.NONE ? null : new Carried(payer, null));
    }
}
