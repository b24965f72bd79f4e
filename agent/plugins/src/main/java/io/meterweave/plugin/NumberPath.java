package io.meterweave.plugin;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number that an object of the library tells through accessors that the plugin cannot name: their class is in a module
 * that need not be there, or has them in some versions only. They are found once for each class.
 */
public final class NumberPath {
    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
    private static final MethodHandle ABSENT = MethodHandles.empty(ACCESSOR);

    private final Accessor[] accessors;

    private NumberPath(Accessor[] accessors) {
        this.accessors = accessors;
    }

    /** Goes from an object to the number through public methods without parameters, one after the other. */
    public static NumberPath through(String... methods) {
        Accessor[] accessors = new Accessor[methods.length];
        for (int i = 0; i < methods.length; i++) {
            accessors[i] = new Accessor(methods[i]);
        }
        return new NumberPath(accessors);
    }

    /** The number; -1 where an accessor is missing, or what it answers is null or an empty {@link Optional}. */
    public long read(Object from) {
        Object at = from;
        for (Accessor accessor : accessors) {
            at = accessor.of(at);
            if (at instanceof Optional<?> optional) {
                at = optional.orElse(null);
            }
            if (at == null) {
                return -1;
            }
        }
        return at instanceof Number number ? number.longValue() : -1;
    }

    private static final class Accessor extends ClassValue<MethodHandle> {
        private final String name;

        private Accessor(String name) {
            this.name = name;
        }

        @Override
        protected MethodHandle computeValue(Class<?> type) {
            try {
                return MethodHandles.publicLookup()
                        .unreflect(type.getMethod(name))
                        .asType(ACCESSOR);
            } catch (ReflectiveOperationException e) {
                return ABSENT;
            }
        }

        private @Nullable Object of(Object object) {
            try {
                return get(object.getClass()).invokeExact(object);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
