package io.meterweave.plugin.publishers;

import io.meterweave.plugin.deferred.Subscriptions;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/** A metered {@link Publisher} of no library that is known better. */
final class MeteredPublisher implements Publisher<Object> {
    private final Publisher<?> source;
    private final Subscriptions subscriptions;

    MeteredPublisher(Publisher<?> source, Subscriptions subscriptions) {
        this.source = source;
        this.subscriptions = subscriptions;
    }

    @Override
    public void subscribe(Subscriber<? super Object> subscriber) {
        MeteredSubscriber.subscribe(source, subscriber, subscriptions, this);
    }
}
