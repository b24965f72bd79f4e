package io.meterweave.plugin.deferred;

import java.lang.ref.Reference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose call ends with the operation that drives it. A proxy, so that it has whatever operations this JDK's streams
 * have: one that makes another stream makes a metered one, any other drives it. No element passes by reflection, but for those
 * that are pulled by {@link MeteredPull}.
 */
final class MeteredStream implements InvocationHandler {
    private final BaseStream<?, ?> stream;
    private final StreamSource source;

    private MeteredStream(BaseStream<?, ?> stream, StreamSource source) {
        this.stream = stream;
        this.source = source;
    }

    /** Meters a stream that nobody has used yet. */
    static Object of(BaseStream<?, ?> stream, CallReader reader) {
        StreamSource source = new StreamSource(reader);
        reader.call.watch(source, true);
        return proxy(source.bound(stream), source);
    }

    private static Object proxy(BaseStream<?, ?> stream, StreamSource source) {
        return Proxy.newProxyInstance(
                MeteredStream.class.getClassLoader(),
                new Class<?>[] {Deferred.kind(stream)},
                new MeteredStream(stream, source));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return invoked(proxy, method, arguments);
        } finally {
            Reference.reachabilityFence(source);
        }
    }

    private @Nullable Object invoked(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.getName().equals("equals")
                    ? arguments != null && proxy == arguments[0]
                    : call(stream, method, arguments);
        }
        Class<?> type = method.getReturnType();
        if (BaseStream.class.isAssignableFrom(type)) {
            Object made = call(stream, method, arguments);
            return made == stream || !(made instanceof BaseStream<?, ?> next) ? proxy : proxy(next, source);
        }
        if (method.getName().equals("isParallel")) {
            return call(stream, method, arguments);
        }
        return method.getName().equals("close") ? closed(method) : driven(method, arguments);
    }

    private @Nullable Object closed(Method method) throws Throwable {
        try {
            return call(stream, method, null);
        } finally {
            source.reader.call.cancel(); // Unless it has ended.
        }
    }

    private @Nullable Object driven(Method method, Object @Nullable [] arguments) throws Throwable {
        Object result;
        int work = source.drive();
        try {
            result = call(stream, method, arguments);
        } catch (Throwable e) {
            source.thrown(e);
            throw e;
        } finally {
            source.rest(work);
        }
        boolean pulled = method.getName().equals("iterator") || method.getName().equals("spliterator");
        if (pulled && result != null) {
            return MeteredPull.of(result, source);
        }
        source.reader.call.finish(null);
        return result;
    }

    /** Calls it as if there were no reflection in between. */
    static @Nullable Object call(Object on, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
