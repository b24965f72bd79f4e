package io.meterweave.plugin.reactor;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;

/** Past the operators, where what they are on is subscribed to; of interest if that is not Reactor's own. */
public final class ForeignSourceAdvice {
    private ForeignSourceAdvice() {}

    /** Has what it emits received by whom it is for. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToReturned
    public static @Nullable CoreSubscriber<?> exit(
            @Advice.Argument(0) Publisher<?> source, @Advice.Return @Nullable CoreSubscriber<?> subscriber) {
        return Receiver.isReactors(source) ? subscriber : CarryingSubscriber.ofOrSame(subscriber);
    }
}
