package io.meterweave.plugin.deferred;

import java.lang.ref.Reference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The iterator or the spliterator of a metered stream. The call ends when nothing is left in any of the parts that it was split
 * into.
 */
final class MeteredPull implements InvocationHandler {
    private final Object items;
    private final StreamSource source;
    private final AtomicInteger parts;
    private boolean ended;

    private MeteredPull(Object items, StreamSource source, AtomicInteger parts) {
        this.items = items;
        this.source = source;
        this.parts = parts;
    }

    static Object of(Object items, StreamSource source) {
        return proxy(items, source, new AtomicInteger(1));
    }

    private static Object proxy(Object items, StreamSource source, AtomicInteger parts) {
        return Proxy.newProxyInstance(
                MeteredPull.class.getClassLoader(),
                new Class<?>[] {kind(items)},
                new MeteredPull(items, source, parts));
    }

    private static Class<?> kind(Object items) {
        for (Class<?> kind : new Class<?>[] {
            PrimitiveIterator.OfInt.class,
            PrimitiveIterator.OfLong.class,
            PrimitiveIterator.OfDouble.class,
            Spliterator.OfInt.class,
            Spliterator.OfLong.class,
            Spliterator.OfDouble.class,
            Spliterator.class
        }) {
            if (kind.isInstance(items)) {
                return kind;
            }
        }
        return Iterator.class;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("equals")) {
            return arguments != null && proxy == arguments[0];
        }
        Object result;
        int work = source.drive();
        try {
            result = MeteredStream.call(items, method, arguments);
        } catch (NoSuchElementException e) {
            source.reader.call.finish(null);
            throw e;
        } catch (Throwable e) {
            source.thrown(e);
            throw e;
        } finally {
            source.rest(work);
            Reference.reachabilityFence(source);
        }
        String name = method.getName();
        if (name.equals("trySplit")) {
            return result == null ? null : split(result);
        }
        boolean asked = name.equals("tryAdvance") || name.equals("hasNext");
        end(asked ? Boolean.FALSE.equals(result) : name.equals("forEachRemaining"));
        return result;
    }

    private Object split(Object part) {
        int unused = parts.incrementAndGet();
        return proxy(part, source, parts);
    }

    private void end(boolean atEnd) {
        if (atEnd && !ended) {
            ended = true;
            if (parts.decrementAndGet() == 0) {
                source.reader.call.finish(null);
            }
        }
    }
}
