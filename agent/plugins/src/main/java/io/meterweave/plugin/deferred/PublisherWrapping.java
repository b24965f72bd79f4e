package io.meterweave.plugin.deferred;

import org.jspecify.annotations.Nullable;

/**
 * Meters publishers of a library that only the application's loader knows. What implements it is loaded once for each of those
 * loaders, and has a public constructor without arguments.
 */
public interface PublisherWrapping {
    /**
     * Puts a metered publisher in the place of another one.
     *
     * @param declared what the method says that it returns
     * @return null where nothing that is metered can be returned as that
     */
    @Nullable Object wrap(Object publisher, Class<?> declared, Subscriptions subscriptions);
}
