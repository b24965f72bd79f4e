package io.meterweave.agent;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the JDK's own classes that hand work from one thread to another, so that it takes along whom it is for. Done once,
 * when the first class of a library or of the API is woven, and before that class can be used; a JVM in which none is keeps
 * the JDK as it is, and does not even have this transformer.
 *
 * <p>Done on a thread of its own, because the JVM hides classes from the transformers of a thread that is in one already. The
 * thread that loads the first class waits for it: it loads classes of ours and of the JDK only, and takes no lock that an
 * application can hold.
 */
final class HandOffs implements ClassFileTransformer {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final Map<String, List<Weaver.PluginHook>> hooks = new LinkedHashMap<>();
    private final Instrumentation instrumentation;
    private final Complaints complaints;
    private @Nullable Thread thread;

    HandOffs(List<Plugin> plugins, Instrumentation instrumentation, Complaints complaints) {
        this.instrumentation = instrumentation;
        this.complaints = complaints;
        for (Plugin plugin : plugins) {
            for (Hook hook : plugin.hooks()) {
                hooks.computeIfAbsent(hook.type().replace('.', '/'), type -> new ArrayList<>())
                        .add(new Weaver.PluginHook(plugin, hook));
            }
        }
    }

    /** Begins to weave them, the first time. */
    synchronized void begin() {
        if (thread == null) {
            thread = Threads.daemon("meterweave-handoffs", this::weave);
            thread.start();
        }
    }

    /** Waits until they are woven. */
    void await() {
        Thread weaving;
        synchronized (this) {
            weaving = thread;
        }
        if (weaving == null || weaving == Thread.currentThread()) {
            return;
        }
        // An interrupt is the application's, and no reason to begin without them.
        boolean interrupted = Thread.interrupted();
        long start = System.nanoTime();
        while (weaving.isAlive() && System.nanoTime() - start < PATIENCE) {
            Threads.join(weaving, PATIENCE - (System.nanoTime() - start));
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (weaving.isAlive()) {
            complaints.accept(
                    "weaving the JDK's executors takes longer than ten seconds; until then work that is handed"
                            + " to other threads is metered without its subject");
        }
    }

    private void weave() {
        try {
            List<Class<?>> types = new ArrayList<>();
            for (String name : hooks.keySet()) {
                try {
                    types.add(Class.forName(name.replace('/', '.'), false, null));
                } catch (ClassNotFoundException e) {
                    // Of a newer JDK.
                }
            }
            instrumentation.addTransformer(this, true);
            for (Class<?> type : types) {
                weave(type);
            }
            Rehearsal.run();
        } catch (RuntimeException | Error e) {
            complaints.accept("cannot weave the JDK's executors: " + e
                    + "; work that is handed to other threads is metered without its subject: please report this");
        }
    }

    private void weave(Class<?> type) {
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | RuntimeException | Error e) {
            notWoven(type.getName() + ": " + e);
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        List<Weaver.PluginHook> wanted = loader == null && name != null ? hooks.get(name) : null;
        if (wanted == null || name == null) {
            return null;
        }
        try {
            return ClassWeaver.weave(null, name, bytes, wanted, (plugin, why) -> notWoven(why));
        } catch (Throwable e) {
            notWoven(name.replace('/', '.') + ": " + e);
            return null;
        }
    }

    private void notWoven(String why) {
        complaints.accept("loaded but not woven: " + why
                + "; work that it hands to other threads is metered without its subject");
    }
}
