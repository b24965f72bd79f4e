package io.meterweave.plugin.deferred;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The subscriptions to what one call has returned. The first one is that call; each further one, by a retry or by another
 * subscriber, makes the publisher do its work anew, and is a call of its own that begins with it.
 */
public final class Subscriptions {
    private final CallReader reader;
    private final AtomicBoolean begun = new AtomicBoolean();

    Subscriptions(CallReader reader) {
        this.reader = reader;
    }

    /** Has the call abandoned when nobody can subscribe any more who has not. */
    public void watch(Object metered) {
        reader.call.watch(metered, true);
    }

    /** Begins one. Where the call was given up before anybody subscribed, it is a new call. */
    public Subscribed begin() {
        boolean first = begun.compareAndSet(false, true) && reader.call.isOpen();
        return new Subscribed(first ? reader : reader.again());
    }
}
