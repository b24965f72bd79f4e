package io.meterweave.agent;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
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
 * the pipeline, and load Byte Buddy.
 */
final class Weaver implements ClassFileTransformer {
    private final Map<String, List<PluginHook>> hooks = new HashMap<>();
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
        for (Plugin plugin : plugins) {
            for (Hook hook : plugin.hooks()) {
                String name = hook.type().replace('.', '/');
                List<PluginHook> known = hooks.get(name);
                if (known == null) {
                    known = new ArrayList<>();
                    hooks.put(name, known);
                }
                known.add(new PluginHook(plugin, hook));
            }
        }
    }

    MethodHandle linker() throws ReflectiveOperationException {
        return linker.handle();
    }

    /** Whether a class of this binary name is to be metered, or carries context for those that are. */
    boolean wants(String type) {
        return hooks.containsKey(type.replace('.', '/'));
    }

    /** Whether calls of a wanted class make records. */
    boolean meters(String type) {
        List<PluginHook> wanted = hooks.get(type.replace('.', '/'));
        return wanted != null && wanted.get(0).plugin().meters();
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
        List<PluginHook> wanted = name == null ? null : hooks.get(name);
        if (wanted == null || name == null) {
            return null;
        }
        try {
            handOffs.begin();
            boolean ready = !wanted.get(0).plugin().meters() || pipeline.start();
            return ready ? weave(loader, name, domain, bytes, wanted) : null;
        } catch (Throwable e) {
            refused(
                    wanted.get(0).plugin(),
                    name.replace('/', '.') + ": " + e + "; it is NOT metered",
                    name,
                    loader,
                    domain);
            return null;
        }
    }

    private byte @Nullable [] weave(
            @Nullable ClassLoader loader,
            String name,
            @Nullable ProtectionDomain domain,
            byte[] bytes,
            List<PluginHook> wanted)
            throws ReflectiveOperationException {
        byte[] changed = ClassWeaver.weave(
                loader, name, bytes, wanted, (plugin, why) -> refused(plugin, why, name, loader, domain));
        if (changed != null) {
            woven.add(name.replace('/', '.'));
            for (PluginHook hook : wanted) {
                pipeline.news().woven(hook.plugin().name(), name.replace('/', '.'), loader, domain);
            }
        }
        return changed;
    }

    private void refused(
            Plugin plugin, String why, String name, @Nullable ClassLoader loader, @Nullable ProtectionDomain domain) {
        complaints.accept("loaded but not woven: " + why);
        pipeline.news().refused(plugin.name(), why, name.replace('/', '.'), loader, domain);
    }
}
