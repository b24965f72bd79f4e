package io.meterweave.plugin.reactor;

import io.meterweave.plugin.Carried;
import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.MeterThread;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * Stands between the last operator and a receiver that is not Reactor's, which may ask for more on whatever thread it likes: has
 * what it asks for made for whom the subscription was made. What it takes out of a fused queue is made while it takes it.
 */
final class Receiver<T> implements CoreSubscriber<T>, Scannable {
    private static final String REACTORS = "reactor.core.";
    /** Reactor's own around one of others. */
    private static final String STRICT = "reactor.core.publisher.StrictSubscriber";

    private final CoreSubscriber<T> receiver;
    private final Carried with;

    private Receiver(CoreSubscriber<T> receiver, Carried with) {
        this.receiver = receiver;
        this.with = with;
    }

    /** Null where there is nothing to carry, or the receiver is one of Reactor's operators. */
    static @Nullable CoreSubscriber<?> of(@Nullable CoreSubscriber<?> receiver) {
        if (receiver == null || receiver instanceof Receiver || receiver instanceof CarryingSubscriber) {
            return null;
        }
        Carried with = MeterThread.toHand();
        if (with == null
                || (isReactors(receiver) && !receiver.getClass().getName().equals(STRICT))) {
            return null;
        }
        return new Receiver<>(receiver, with);
    }

    static boolean isReactors(Object publisherOrSubscriber) {
        return publisherOrSubscriber.getClass().getName().startsWith(REACTORS);
    }

    @Override
    @SuppressWarnings("unchecked") // It is of what the receiver takes.
    public void onSubscribe(Subscription subscription) {
        receiver.onSubscribe(
                subscription instanceof Fuseable.QueueSubscription
                        ? new Fused<>((Fuseable.QueueSubscription<T>) subscription, with)
                        : new Asking(subscription, with));
    }

    @Override
    public void onNext(T item) {
        receiver.onNext(item);
    }

    @Override
    public void onError(Throwable thrown) {
        receiver.onError(thrown);
    }

    @Override
    public void onComplete() {
        receiver.onComplete();
    }

    @Override
    public Context currentContext() {
        return receiver.currentContext();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Reactor declares it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.ACTUAL ? receiver : null;
    }

    /** By which the receiver asks. */
    private static class Asking implements Subscription, Scannable {
        private final Subscription subscription;
        final Carried with;

        Asking(Subscription subscription, Carried with) {
            this.subscription = subscription;
            this.with = with;
        }

        @Override
        public void request(long items) {
            int work = HandedWork.beginUnlessAtHand(with);
            try {
                subscription.request(items);
            } finally {
                HandedWork.end(work);
            }
        }

        @Override
        public void cancel() {
            int work = HandedWork.beginUnlessAtHand(with);
            try {
                subscription.cancel();
            } finally {
                HandedWork.end(work);
            }
        }

        @Override
        @SuppressWarnings("rawtypes") // as Reactor declares it
        public @Nullable Object scanUnsafe(Attr key) {
            return key == Attr.PARENT ? subscription : null;
        }
    }

    /** The same, where there is a queue to take from. */
    private static final class Fused<T> extends Asking implements Fuseable.QueueSubscription<T> {
        private final Fuseable.QueueSubscription<T> queue;

        Fused(Fuseable.QueueSubscription<T> queue, Carried with) {
            super(queue, with);
            this.queue = queue;
        }

        @Override
        public int requestFusion(int mode) {
            return queue.requestFusion(mode);
        }

        @Override
        public @Nullable T poll() {
            int work = HandedWork.beginUnlessAtHand(with);
            try {
                return queue.poll();
            } finally {
                HandedWork.end(work);
            }
        }

        @Override
        public int size() {
            return queue.size();
        }

        @Override
        public boolean isEmpty() {
            return queue.isEmpty();
        }

        @Override
        public void clear() {
            queue.clear();
        }
    }
}
