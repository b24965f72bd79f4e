package io.meterweave.plugin.reactor;

import io.meterweave.plugin.Advice;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** Where something that emits is subscribed to. */
public final class SourceAdvice {
    private SourceAdvice() {}

    /** Has what it emits received by whom it is for. */
    @Advice.OnEnter
    @Advice.ReplacesArgument(0)
    public static @Nullable CoreSubscriber<?> enter(@Advice.Argument(0) @Nullable CoreSubscriber<?> subscriber) {
        return CarryingSubscriber.of(subscriber);
    }
}
