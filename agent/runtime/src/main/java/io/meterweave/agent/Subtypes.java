package io.meterweave.agent;

import io.meterweave.plugin.MethodShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that go into every class that extends or implements a type. A class is first asked for the names of their
 * methods ({@link Marks}), then whether it declares one, and only then for all that it is a subtype of, whose class files are read where its
 * loader has them: no class is loaded.
 */
final class Subtypes {
    private final List<Weaver.PluginHook> hooks = new ArrayList<>();

    void add(Weaver.PluginHook hook) {
        hooks.add(hook);
    }

    /** What class files of classes that declare such a method have in their constant pools. */
    List<String> marks() {
        return hooks.stream()
                .flatMap(hook -> hook.hook().methods().stream())
                .map(MethodShape::name)
                .toList();
    }

    /**
     * The hooks that a class is to get that has one of the {@link #marks}.
     *
     * @param bytes its class file
     * @throws RuntimeException where it declares such a method, and what it extends cannot be read
     */
    List<Weaver.PluginHook> of(ClassLoader loader, byte[] bytes) {
        ClassShape shape = ClassShape.of(bytes);
        List<Weaver.PluginHook> found = new ArrayList<>(hooks);
        found.removeIf(hook -> shape.hooked(hook.hook()).isEmpty());
        if (!found.isEmpty()) {
            Set<String> supertypes = Supertypes.of(loader, bytes);
            found.removeIf(hook -> !supertypes.contains(hook.hook().type()));
        }
        return found;
    }

    /** The first hook that a class that is loaded already may get; null where it extends nothing that is hooked. */
    Weaver.@Nullable PluginHook of(Class<?> loaded) {
        if (hooks.isEmpty() || loaded.getClassLoader() == null || loaded.isArray()) {
            return null;
        }
        for (Weaver.PluginHook hook : hooks) {
            if (isSubtype(loaded, hook.hook().type())) {
                return hook;
            }
        }
        return null;
    }

    private static boolean isSubtype(@Nullable Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals(name)) {
                return true;
            }
            for (Class<?> one : at.getInterfaces()) {
                if (isSubtype(one, name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
