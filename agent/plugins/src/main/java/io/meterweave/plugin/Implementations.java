package io.meterweave.plugin;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The classes that implement a framework's model interface, told apart once for each: whose model it is, where it runs, and
 * which of them only pass calls on.
 *
 * <p>A class that holds another model in a field is taken for a wrapper (it retries, caches, listens, falls back), a proxy is
 * one, too: they have no record, the models that they call have. A wrapper would otherwise be billed like another call.
 */
public final class Implementations extends ClassValue<Optional<Implementations.Implementation>> {
    private final Class<?> kind;
    private final String operation;
    private final Map<String, Origin> origins;

    /**
     * Where a package's models run.
     *
     * @param provider as OpenTelemetry names it, empty where what runs the model will say
     */
    public record Origin(String provider, Locality locality) {
        /** Models at a provider. */
        public static Origin remote(String provider) {
            return new Origin(provider, Locality.REMOTE);
        }

        /** Models in this JVM. */
        public static Origin local(String provider) {
            return new Origin(provider, Locality.LOCAL);
        }
    }

    /**
     * One class.
     *
     * @param asked the facts of its calls, by the model that is asked for
     */
    public record Implementation(Locality locality, FactsByName asked) {}

    /**
     * Makes one for an interface.
     *
     * @param kind the interface
     * @param operation what its calls do
     * @param origins by package; a class of another package has its superclass's, in the end that of an unknown provider
     */
    public Implementations(Class<?> kind, String operation, Map<String, Origin> origins) {
        this.kind = kind;
        this.operation = operation;
        this.origins = origins;
    }

    /**
     * What is known of a call; null where it has no record.
     *
     * @param declaring the class whose method it is: one that inherits from a provider's and overrides nothing of it may
     *     hold what it likes
     */
    public @Nullable Implementation of(Object instance, Class<?> declaring) {
        return get(declaring.isInterface() ? instance.getClass() : declaring).orElse(null);
    }

    @Override
    protected Optional<Implementation> computeValue(Class<?> type) {
        if (isProxy(type)) {
            return Optional.empty();
        }
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            Origin origin = origins.get(c.getPackageName());
            if (origin != null) {
                return Optional.of(implementation(origin));
            }
            if (holdsAnother(c)) {
                return Optional.empty();
            }
        }
        return Optional.of(implementation(Origin.remote("")));
    }

    private Implementation implementation(Origin origin) {
        Facts facts = Facts.NONE.with(Fact.OPERATION, operation);
        if (!origin.provider().isEmpty()) {
            facts = facts.with(Fact.PROVIDER, origin.provider());
        }
        return new Implementation(origin.locality(), new FactsByName(facts, Fact.REQUEST_MODEL));
    }

    /** A dynamic proxy, or a generated subclass that hands calls to another object, as Spring's and CDI's do. */
    private static boolean isProxy(Class<?> type) {
        return Proxy.isProxyClass(type)
                || type.getName().contains("$$")
                || type.getName().endsWith("_ClientProxy");
    }

    private boolean holdsAnother(Class<?> type) {
        try {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && isModel(field.getGenericType())) {
                    return true;
                }
            }
        } catch (LinkageError | TypeNotPresentException e) {
            // A field of a class that is not there is not a model of that class's either.
        }
        return false;
    }

    private boolean isModel(Type type) {
        if (type instanceof Class<?> c) {
            return kind.isAssignableFrom(c.isArray() ? c.getComponentType() : c);
        }
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                if (isModel(argument)) {
                    return true;
                }
            }
            return isModel(generic.getRawType());
        }
        return false;
    }
}
