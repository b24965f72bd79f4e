package io.meterweave.plugin.reactor;

import io.meterweave.plugin.Advice;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;

/** Past the operators, where what they are on is subscribed to; of interest if that is not Reactor's own. */
public final class ForeignSourceAdvice {
    private ForeignSourceAdvice() {}

    /** Has what it emits received by whom it is for. */
    @Advice.OnReturn
    @Advice.ReplacesReturned
    public static @Nullable CoreSubscriber<?> exit(
            @Advice.Argument(0) Publisher<?> source, @Advice.Returned @Nullable CoreSubscriber<?> subscriber) {
        return Receiver.isReactors(source) ? subscriber : CarryingSubscriber.ofOrSame(subscriber);
    }
}
