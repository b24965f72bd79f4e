package io.meterweave.plugin.publishers;

import io.meterweave.plugin.deferred.PublisherWrapping;
import io.meterweave.plugin.deferred.Subscriptions;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Meters publishers of which only their interface is known. */
public final class ReactiveStreamsWrapping implements PublisherWrapping {
    /** By {@code Publishers}. */
    public ReactiveStreamsWrapping() {}

    @Override
    public @Nullable Object wrap(Object publisher, Class<?> declared, Subscriptions subscriptions) {
        if (!declared.isAssignableFrom(Publisher.class)) {
            return null;
        }
        MeteredPublisher metered = new MeteredPublisher((Publisher<?>) publisher, subscriptions);
        subscriptions.watch(metered);
        return metered;
    }
}
