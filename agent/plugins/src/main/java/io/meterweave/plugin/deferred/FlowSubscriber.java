package io.meterweave.plugin.deferred;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Stands between a {@link Flow.Publisher} and its subscriber, and hides neither's signals from the other. */
final class FlowSubscriber implements Flow.Subscriber<Object>, Flow.Subscription {
    private final Flow.Subscriber<? super Object> subscriber;
    private final Subscribed one;
    private volatile Flow.@Nullable Subscription subscription;

    FlowSubscriber(Flow.Subscriber<? super Object> subscriber, Subscribed one) {
        this.subscriber = subscriber;
        this.one = one;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
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
        one.item(item);
        int work = one.deliver();
        try {
            subscriber.onNext(item);
        } finally {
            one.delivered(work);
        }
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
        Flow.Subscription to = subscription;
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
        Flow.Subscription to = subscription;
        try {
            if (to != null) {
                to.cancel();
            }
        } finally {
            one.cancelled();
        }
    }
}
