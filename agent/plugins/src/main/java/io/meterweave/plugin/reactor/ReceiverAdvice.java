package io.meterweave.plugin.reactor;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** Where a subscription begins, with whoever is to receive. */
public final class ReceiverAdvice {
    private ReceiverAdvice() {}

    /** Has what is asked for made for whom it is. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToReturned
    public static @Nullable CoreSubscriber<?> exit(@Advice.Return @Nullable CoreSubscriber<?> subscriber) {
        CoreSubscriber<?> receiver = Receiver.of(subscriber);
        return receiver == null ? subscriber : receiver;
    }
}
