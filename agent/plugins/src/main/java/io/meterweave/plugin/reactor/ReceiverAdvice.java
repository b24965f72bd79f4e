package io.meterweave.plugin.reactor;

import io.meterweave.plugin.Advice;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** Where a subscription begins, with whoever is to receive. */
public final class ReceiverAdvice {
    private ReceiverAdvice() {}

    /** Has what is asked for made for whom it is. */
    @Advice.OnReturn
    @Advice.ReplacesReturned
    public static @Nullable CoreSubscriber<?> exit(@Advice.Returned @Nullable CoreSubscriber<?> subscriber) {
        CoreSubscriber<?> receiver = Receiver.of(subscriber);
        return receiver == null ? subscriber : receiver;
    }
}
