package io.meterweave.plugin.publishers;

import io.meterweave.plugin.deferred.Subscriptions;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/** A metered {@link Mono}. */
final class MeteredMono extends MonoOperator<Object, Object> {
    private final Subscriptions subscriptions;

    MeteredMono(Mono<Object> source, Subscriptions subscriptions) {
        super(source);
        this.subscriptions = subscriptions;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void subscribe(CoreSubscriber<? super Object> subscriber) {
        MeteredCoreSubscriber.subscribe((Mono<Object>) source, subscriber, subscriptions, this);
    }
}
