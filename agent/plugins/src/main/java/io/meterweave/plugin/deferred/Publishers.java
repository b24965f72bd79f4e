package io.meterweave.plugin.deferred;

import io.meterweave.plugin.Metering;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds who can meter a publisher of Reactive Streams or of Reactor, which no class of ours may name that the agent's own loader
 * has. Once for each class of publishers; the answer goes with the class.
 */
public final class Publishers {
    private static final String PACKAGE = "io.meterweave.plugin.publishers.";
    private static final String PUBLISHER = "org.reactivestreams.Publisher";

    private static volatile BiFunction<ClassLoader, String, @Nullable Class<?>> loading = Publishers::visible;

    private static final ClassValue<Wrapping> WRAPPINGS = new ClassValue<>() {
        @Override
        protected Wrapping computeValue(Class<?> type) {
            return new Wrapping(found(type));
        }
    };

    /** A class value may not be null on every JDK. */
    private record Wrapping(@Nullable PublisherWrapping by) {}

    private Publishers() {}

    /**
     * Tells how a class of ours is loaded that refers to classes of an application's loader.
     *
     * @param load takes that loader and the class's name; answers null where it cannot be
     */
    public static void loadWith(BiFunction<ClassLoader, String, @Nullable Class<?>> load) {
        loading = load;
    }

    private static @Nullable Class<?> visible(ClassLoader library, String name) {
        try {
            return Class.forName(name, true, library);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    static boolean is(Class<?> type) {
        return WRAPPINGS.get(type).by != null;
    }

    static @Nullable Object wrap(Object publisher, Class<?> declared, Subscriptions subscriptions) {
        PublisherWrapping by = WRAPPINGS.get(publisher.getClass()).by;
        return by == null ? null : by.wrap(publisher, declared, subscriptions);
    }

    private static @Nullable PublisherWrapping found(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            String name = each.getName();
            if (name.equals("reactor.core.publisher.Flux") || name.equals("reactor.core.publisher.Mono")) {
                return made(each, "ReactorWrapping");
            }
        }
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Class<?> publisher = publisher(each.getInterfaces());
            if (publisher != null) {
                return made(publisher, "ReactiveStreamsWrapping");
            }
        }
        return null;
    }

    private static @Nullable Class<?> publisher(Class<?>[] interfaces) {
        for (Class<?> each : interfaces) {
            Class<?> found = each.getName().equals(PUBLISHER) ? each : publisher(each.getInterfaces());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable PublisherWrapping made(Class<?> known, String by) {
        ClassLoader library = known.getClassLoader();
        Class<?> type = library == null ? null : loading.apply(library, PACKAGE + by);
        try {
            return type == null
                    ? null
                    : (PublisherWrapping) type.getConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            Metering.complain("publishers of " + known + " are not metered: " + e);
            return null;
        }
    }
}
