package io.meterweave.plugin;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Gives a thread that is not started yet the first value of a thread-local, as the thread itself would. So nothing has to
 * be wrapped, remembered or taken back: what is given goes when the thread goes. The two methods of the JDK are open to the
 * agent since its start.
 */
final class StartedThreads {
    private static final @Nullable MethodHandle GET = find("getMap", Object.class, Thread.class);
    private static final @Nullable MethodHandle CREATE = find("createMap", void.class, Thread.class, Object.class);

    private StartedThreads() {}

    private static @Nullable MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(ThreadLocal.class, MethodHandles.lookup());
            Class<?> real = result == Object.class ? Class.forName("java.lang.ThreadLocal$ThreadLocalMap") : result;
            MethodType asUsed = MethodType.methodType(result, ThreadLocal.class, parameters);
            return lookup.findVirtual(ThreadLocal.class, name, MethodType.methodType(real, parameters))
                    .asType(asUsed);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    static <T> boolean begin(ThreadLocal<T> local, Thread unstarted, T value) {
        MethodHandle get = GET;
        MethodHandle create = CREATE;
        if (get == null || create == null) {
            return false;
        }
        try {
            if ((Object) get.invokeExact((ThreadLocal<?>) local, unstarted) != null) {
                return false;
            }
            create.invokeExact((ThreadLocal<?>) local, unstarted, (Object) value);
            return true;
        } catch (Throwable e) {
            Metering.handOffFailed(e);
            return false;
        }
    }
}
