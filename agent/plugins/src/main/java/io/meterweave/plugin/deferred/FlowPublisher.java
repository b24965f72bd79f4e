package io.meterweave.plugin.deferred;

import java.lang.ref.Reference;
import java.util.concurrent.Flow;

/** A metered {@link Flow.Publisher}. */
final class FlowPublisher implements Flow.Publisher<Object> {
    private final Flow.Publisher<?> source;
    private final Subscriptions subscriptions;

    FlowPublisher(Flow.Publisher<?> source, Subscriptions subscriptions) {
        this.source = source;
        this.subscriptions = subscriptions;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // That null is refused is for the source to say.
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        if (subscriber == null) {
            source.subscribe(null);
            return;
        }
        Subscribed one = subscriptions.begin();
        FlowSubscriber metered = new FlowSubscriber(subscriber, one);
        one.watch(metered);
        int work = one.work();
        try {
            ((Flow.Publisher<Object>) source).subscribe(metered);
        } catch (Throwable e) {
            one.ended(e);
            throw e;
        } finally {
            one.worked(work);
            Reference.reachabilityFence(this);
        }
    }
}
