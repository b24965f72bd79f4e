package io.meterweave.plugin.publishers;

import io.meterweave.plugin.deferred.Subscriptions;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** A metered {@link Flux}. */
final class MeteredFlux extends FluxOperator<Object, Object> {
    private final Subscriptions subscriptions;

    MeteredFlux(Flux<Object> source, Subscriptions subscriptions) {
        super(source);
        this.subscriptions = subscriptions;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void subscribe(CoreSubscriber<? super Object> subscriber) {
        MeteredCoreSubscriber.subscribe((Flux<Object>) source, subscriber, subscriptions, this);
    }
}
