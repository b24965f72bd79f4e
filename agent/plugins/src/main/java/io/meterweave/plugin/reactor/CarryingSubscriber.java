package io.meterweave.plugin.reactor;

import io.meterweave.plugin.Carried;
import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.MeterThread;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * Stands between what emits and the first operator, and has what is emitted received for whom the subscription was made. The
 * subscription itself is handed on as it is: so operators fuse, cancel and ask for more as without it.
 */
final class CarryingSubscriber<T> implements CoreSubscriber<T>, Scannable {
    private final CoreSubscriber<T> receiver;
    private final Carried with;

    private CarryingSubscriber(CoreSubscriber<T> receiver, Carried with) {
        this.receiver = receiver;
        this.with = with;
    }

    /** Null where there is nothing to carry, or it is carried already. */
    static @Nullable CoreSubscriber<?> of(@Nullable CoreSubscriber<?> receiver) {
        Carried with = receiver == null || receiver instanceof CarryingSubscriber ? null : MeterThread.toHand();
        return with == null || receiver == null ? null : new CarryingSubscriber<>(receiver, with);
    }

    /** The same, with the receiver itself in place of null. */
    static @Nullable CoreSubscriber<?> ofOrSame(@Nullable CoreSubscriber<?> receiver) {
        CoreSubscriber<?> carrying = of(receiver);
        return carrying == null ? receiver : carrying;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        int work = HandedWork.beginUnlessAtHand(with);
        try {
            receiver.onSubscribe(subscription);
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public void onNext(T item) {
        int work = HandedWork.beginUnlessAtHand(with);
        try {
            receiver.onNext(item);
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        int work = HandedWork.beginUnlessAtHand(with);
        try {
            receiver.onError(thrown);
        } finally {
            HandedWork.end(work);
        }
    }

    @Override
    public void onComplete() {
        int work = HandedWork.beginUnlessAtHand(with);
        try {
            receiver.onComplete();
        } finally {
            HandedWork.end(work);
        }
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
}
