package io.meterweave.agent;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import io.meterweave.plugin.deferred.Publishers;
import java.lang.instrument.ClassFileTransformer;
import java.lang.invoke.MethodHandle;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees every class that the JVM loads and compares its name; only for the first one that is to be metered does it start
 * the pipeline, and load ASM.
 */
final class Weaver implements ClassFileTransformer {
    private static final @Nullable ClassLoader OURS = Weaver.class.getClassLoader();

    private final Map<String, List<PluginHook>> hooks = new HashMap<>();
    private final Subtypes subtypes = new Subtypes();
    private final Annotated annotated = new Annotated();
    private final Marks marks;
    private final Pipeline pipeline;
    private final HandOffs handOffs;
    private final Complaints complaints;
    private final AdviceLinker linker;
    private final Set<String> woven = ConcurrentHashMap.newKeySet();

    /** A hook and the plugin that declares it. */
    record PluginHook(Plugin plugin, Hook hook) {}

    Weaver(List<Plugin> plugins, Pipeline pipeline, HandOffs handOffs, Complaints complaints) {
        this.pipeline = pipeline;
        this.handOffs = handOffs;
        this.complaints = complaints;
        this.linker = new AdviceLinker(handOffs);
        Publishers.loadWith(linker::load);
        for (Plugin plugin : plugins) {
            for (Hook hook : plugin.hooks()) {
                String name = hook.type().replace('.', '/');
                List<PluginHook> known = hooks.get(name);
                if (known == null) {
                    known = new ArrayList<>();
                    hooks.put(name, known);
                }
                known.add(new PluginHook(plugin, hook));
                if (hook.subtypes()) {
                    subtypes.add(new PluginHook(plugin, hook));
                }
            }
            plugin.annotatedHooks().forEach(hook -> annotated.add(plugin, hook));
        }
        List<String> all = new ArrayList<>(subtypes.marks());
        all.addAll(annotated.marks());
        marks = new Marks(all);
    }

    MethodHandle linker() throws ReflectiveOperationException {
        return linker.handle();
    }

    /** What goes into methods by their annotations. */
    Annotated annotated() {
        return annotated;
    }

    /** Whether a loaded class is to be metered by its name or by what it extends, or carries context for those that are. */
    boolean wants(Class<?> loaded) {
        return first(loaded) != null;
    }

    /** Whether calls of a wanted class make records. */
    boolean meters(Class<?> loaded) {
        PluginHook wanted = first(loaded);
        return wanted != null && wanted.plugin().meters();
    }

    private @Nullable PluginHook first(Class<?> loaded) {
        List<PluginHook> wanted = hooks.get(loaded.getName().replace('.', '/'));
        return wanted == null ? subtypes.of(loaded) : wanted.get(0);
    }

    /** The binary names of the classes that were woven so far. */
    Set<String> woven() {
        return new TreeSet<>(woven);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (name == null || isOurs(loader)) {
            return null;
        }
        List<PluginHook> wanted = hooks.get(name);
        if (wanted == null && (loader == null || !marks.anyIn(bytes))) {
            return null;
        }
        try {
            if (wanted == null) {
                return loader == null ? null : unnamed(loader, name, domain, bytes);
            }
            byte[] changed = weave(loader, name, domain, bytes, wanted, List.of());
            if (changed != null) {
                for (PluginHook hook : wanted) {
                    pipeline.news().woven(hook.plugin().name(), name.replace('/', '.'), loader, domain);
                }
            }
            return changed;
        } catch (Throwable e) {
            String type = name.replace('/', '.');
            if (wanted == null) {
                complaints.accept("loaded but not woven: " + type + ": " + e + "; if it is a model, " + without(true)
                        + "; if it is a server's, " + without(false));
            } else {
                Plugin plugin = wanted.get(0).plugin();
                refused(plugin, type + ": " + e + "; " + without(plugin.meters()), name, loader, domain);
            }
            return null;
        }
    }

    /** Hundreds of our classes are loaded just when the application waits: none of them is looked into. */
    private static boolean isOurs(@Nullable ClassLoader loader) {
        return loader == OURS || loader instanceof ExporterJarLoader || loader instanceof PluginClassLoader;
    }

    /**
     * What comes of it where a class is left as it is.
     *
     * @param meters whether its calls would have made records, and not only told who pays for others
     */
    static String without(boolean meters) {
        return meters ? "inference through it is NOT metered" : "who pays for what is done through it is not known";
    }

    /** Weaves a class that no hook names; nothing is told of its library, whose jar need not be the class's. */
    private byte @Nullable [] unnamed(
            ClassLoader loader, String name, @Nullable ProtectionDomain domain, byte[] bytes) {
        List<PluginHook> wanted = subtypes.of(loader, bytes);
        List<Annotated.Use> uses = annotated.of(bytes);
        return wanted.isEmpty() && uses.isEmpty() ? null : weave(loader, name, domain, bytes, wanted, uses);
    }

    private byte @Nullable [] weave(
            @Nullable ClassLoader loader,
            String name,
            @Nullable ProtectionDomain domain,
            byte[] bytes,
            List<PluginHook> wanted,
            List<Annotated.Use> uses) {
        handOffs.begin();
        boolean meters = !uses.isEmpty() || wanted.get(0).plugin().meters();
        if (meters && !pipeline.start()) {
            return null;
        }
        byte[] changed = ClassWeaver.weave(
                loader, name, bytes, wanted, uses, (plugin, why) -> refused(plugin, why, name, loader, domain));
        if (changed != null) {
            woven.add(name.replace('/', '.'));
        }
        return changed;
    }

    private void refused(
            Plugin plugin, String why, String name, @Nullable ClassLoader loader, @Nullable ProtectionDomain domain) {
        complaints.accept("loaded but not woven: " + why);
        pipeline.news().refused(plugin.name(), why, name.replace('/', '.'), loader, domain);
    }
}
