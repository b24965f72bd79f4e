package io.meterweave.plugin.publishers;

import io.meterweave.plugin.deferred.PublisherWrapping;
import io.meterweave.plugin.deferred.Subscriptions;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Meters Reactor's publishers. A {@code Mono} stays one where only a {@code Publisher} is declared: whoever is given some other
 * publisher cancels it after its first item.
 */
public final class ReactorWrapping implements PublisherWrapping {
    /** By {@code Publishers}. */
    public ReactorWrapping() {}

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object wrap(Object publisher, Class<?> declared, Subscriptions subscriptions) {
        Publisher<Object> metered = null;
        if (publisher instanceof Mono && declared.isAssignableFrom(Mono.class)) {
            metered = new MeteredMono((Mono<Object>) publisher, subscriptions);
        } else if (publisher instanceof Flux && declared.isAssignableFrom(Flux.class)) {
            metered = new MeteredFlux((Flux<Object>) publisher, subscriptions);
        }
        if (metered != null) {
            subscriptions.watch(metered);
        }
        return metered;
    }
}
