package io.meterweave.plugin.deferred;

import io.meterweave.plugin.DeferredCall;
import io.meterweave.plugin.ItemReader;
import io.meterweave.plugin.Metering;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a method may return that goes on after it has returned: futures ({@link CompletionStage}), iterators, streams and
 * publishers. Each is one call, which ends with it.
 *
 * <p>A future is watched, and returned as it is: another one would not pass on a cancellation. All others are returned in a
 * wrapper that implements their interface, where the method is declared to return no more than that.
 */
public final class Deferred {
    private Deferred() {}

    /** Whether a result goes on after its method has returned: its call is to be deferred, and {@link #wrap} to be called. */
    public static boolean outlives(@Nullable Object result) {
        return result != null
                && (result instanceof CompletionStage
                        || result instanceof Iterator
                        || result instanceof BaseStream
                        || result instanceof Flow.Publisher
                        || Publishers.is(result.getClass()));
    }

    /**
     * Has a call go on for as long as its result does. Throws nothing.
     *
     * @param result one that {@link #outlives} its method
     * @param declared what the method says that it returns
     * @return what the method is to return: a wrapper, or the result as it is
     */
    public static Object wrap(Object result, Class<?> declared, DeferredCall call, ItemReader reader) {
        try {
            Object wrapped = wrapped(result, declared, new CallReader(call, reader));
            if (wrapped != null) {
                return wrapped;
            }
            Metering.complain("a method that returns " + declared.getName()
                    + " is metered until it returns, and recorded as incomplete: declare an interface such as Iterator,"
                    + " Stream or Publisher to have it metered to its end");
        } catch (Throwable e) {
            Metering.hookFailed(e);
        }
        call.incomplete();
        return result;
    }

    private static @Nullable Object wrapped(Object result, Class<?> declared, CallReader reader) {
        if (result instanceof CompletionStage<?> stage) {
            reader.call.watch(result, false);
            CompletionStage<?> unused = stage.whenComplete((value, failure) -> completed(reader, value, failure));
            return result;
        }
        Class<?> type = result.getClass();
        if (Publishers.is(type)) {
            return Publishers.wrap(result, declared, new Subscriptions(reader));
        }
        if (result instanceof Flow.Publisher<?> publisher && declared.isAssignableFrom(Flow.Publisher.class)) {
            Subscriptions subscriptions = new Subscriptions(reader);
            FlowPublisher metered = new FlowPublisher(publisher, subscriptions);
            subscriptions.watch(metered);
            return metered;
        }
        if (result instanceof BaseStream<?, ?> stream && declared.isAssignableFrom(kind(stream))) {
            return MeteredStream.of(stream, reader);
        }
        if (result instanceof Iterator<?> iterator && declared.isAssignableFrom(Iterator.class)) {
            MeteredIterator metered = new MeteredIterator(iterator, reader);
            reader.call.watch(metered, true);
            return metered;
        }
        return null;
    }

    /** The interface that a metered stream of that kind has. */
    static Class<?> kind(BaseStream<?, ?> stream) {
        if (stream instanceof IntStream) {
            return IntStream.class;
        }
        if (stream instanceof LongStream) {
            return LongStream.class;
        }
        return stream instanceof DoubleStream ? DoubleStream.class : Stream.class;
    }

    private static void completed(CallReader reader, @Nullable Object value, @Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause == null) {
            reader.completed(value);
        } else if (cause instanceof CancellationException) {
            reader.call.cancel();
        } else {
            reader.call.finish(cause);
        }
    }
}
