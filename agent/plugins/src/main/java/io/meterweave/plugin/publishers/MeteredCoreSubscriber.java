package io.meterweave.plugin.publishers;

import io.meterweave.plugin.deferred.Subscribed;
import io.meterweave.plugin.deferred.Subscriptions;
import java.lang.ref.Reference;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The same for Reactor's, whose subscribers have a context that the publisher asks for. Of a {@code Mono} one item is all: the
 * record is there before the item is given to somebody, and who cancels then has given up nothing.
 */
final class MeteredCoreSubscriber extends MeteredSubscriber implements CoreSubscriber<Object> {
    private final CoreSubscriber<? super Object> subscriber;
    private final Subscribed one;
    private final boolean single;

    private MeteredCoreSubscriber(CoreSubscriber<? super Object> subscriber, Subscribed one, boolean single) {
        super(subscriber, one);
        this.subscriber = subscriber;
        this.one = one;
        this.single = single;
    }

    static void subscribe(
            Publisher<Object> source, CoreSubscriber<? super Object> subscriber, Subscriptions all, Object asked) {
        try {
            Subscribed one = all.begin();
            subscribe(source, new MeteredCoreSubscriber(subscriber, one, asked instanceof Mono), one);
        } finally {
            Reference.reachabilityFence(asked);
        }
    }

    @Override
    void read(Object item) {
        super.read(item);
        if (single) {
            one.ended(null);
        }
    }

    @Override
    public Context currentContext() {
        return subscriber.currentContext();
    }
}
