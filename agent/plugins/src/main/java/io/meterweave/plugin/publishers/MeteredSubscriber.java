package io.meterweave.plugin.publishers;

import io.meterweave.plugin.deferred.Subscribed;
import io.meterweave.plugin.deferred.Subscriptions;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Stands between a {@link Publisher} and its subscriber, and hides neither's signals from the other. */
class MeteredSubscriber implements Subscriber<Object>, Subscription {
    private final Subscriber<? super Object> subscriber;
    private final Subscribed one;
    private volatile @Nullable Subscription subscription;

    MeteredSubscriber(Subscriber<? super Object> subscriber, Subscribed one) {
        this.subscriber = subscriber;
        this.one = one;
    }

    /** Begins a call with a subscription. {@code asked} stays reachable until it has begun. */
    @SuppressWarnings({"unchecked", "NullAway"}) // That null is refused is for the source to say.
    static void subscribe(
            Publisher<?> source, @Nullable Subscriber<? super Object> subscriber, Subscriptions all, Object asked) {
        if (subscriber == null) {
            source.subscribe(null);
            return;
        }
        try {
            Subscribed one = all.begin();
            subscribe((Publisher<Object>) source, new MeteredSubscriber(subscriber, one), one);
        } finally {
            Reference.reachabilityFence(asked);
        }
    }

    static void subscribe(Publisher<Object> source, MeteredSubscriber metered, Subscribed one) {
        one.watch(metered);
        int work = one.work();
        try {
            source.subscribe(metered);
        } catch (Throwable e) {
            one.ended(e);
            throw e;
        } finally {
            one.worked(work);
        }
    }

    @Override
    public void onSubscribe(Subscription to) {
        subscription = to;
        int work = one.deliver();
        try {
            subscriber.onSubscribe(this);
        } finally {
            one.delivered(work);
        }
    }

    @Override
    public void onNext(Object item) {
        read(item);
        int work = one.deliver();
        try {
            subscriber.onNext(item);
        } finally {
            one.delivered(work);
        }
    }

    void read(Object item) {
        one.item(item);
    }

    @Override
    public void onError(Throwable failure) {
        one.ended(failure);
        int work = one.deliver();
        try {
            subscriber.onError(failure);
        } finally {
            one.delivered(work);
        }
    }

    @Override
    public void onComplete() {
        one.ended(null);
        int work = one.deliver();
        try {
            subscriber.onComplete();
        } finally {
            one.delivered(work);
        }
    }

    @Override
    public void request(long items) {
        Subscription to = subscription;
        int work = one.work();
        try {
            if (to != null) {
                to.request(items);
            }
        } finally {
            one.worked(work);
        }
    }

    @Override
    public void cancel() {
        Subscription to = subscription;
        try {
            if (to != null) {
                to.cancel();
            }
        } finally {
            one.cancelled();
        }
    }
}
