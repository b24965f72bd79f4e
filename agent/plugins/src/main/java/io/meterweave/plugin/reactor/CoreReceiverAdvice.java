package io.meterweave.plugin.reactor;

import io.meterweave.plugin.Advice;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** The same, where a receiver that knows Reactor is subscribed without the way around. */
public final class CoreReceiverAdvice {
    private CoreReceiverAdvice() {}

    /** Has what is asked for made for whom it is. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(0)
    public static @Nullable CoreSubscriber<?> enter(@Advice.Argument(0) @Nullable CoreSubscriber<?> subscriber) {
        return Receiver.of(subscriber);
    }
}
