package io.meterweave.plugin;

import io.meterweave.record.UsageDraft;

/** Where the current thread's span is to be asked for: one copy of a tracer's library. */
public interface SpanSource {
    /**
     * Says the ids of the span that is current on this thread, where one is, with {@link UsageDraft#span}.
     *
     * @return whether one is
     */
    boolean tell(UsageDraft draft);
}
