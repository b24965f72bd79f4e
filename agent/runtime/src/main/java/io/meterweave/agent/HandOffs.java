package io.meterweave.agent;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes of the JDK and of libraries that hand work from one thread to another, so that it takes along whom it is for.
 * Begun when the first class of a metered library or of the API is woven; done before the first woven call of it is linked, and so before there
 * is a scope or an inference that anything could take along. A JVM in which none is woven keeps the JDK as it is, and does
 * not even have this transformer.
 *
 * <p>Done on a thread of its own, because the JVM hides classes from the transformers of a thread that is in one already. It
 * loads classes of ours and of the JDK only; a library's class files are asked of its loader. So the first call may wait for it.
 */
final class HandOffs implements ClassFileTransformer {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final Map<String, List<Weaver.PluginHook>> hooks = new LinkedHashMap<>();
    private final Set<String> ofLibraries = new HashSet<>();
    private final Instrumentation instrumentation;
    private final Complaints complaints;
    private final CountDownLatch woven = new CountDownLatch(1);
    private @Nullable Thread thread;

    HandOffs(List<Plugin> jdk, List<Plugin> libraries, Instrumentation instrumentation, Complaints complaints) {
        this.instrumentation = instrumentation;
        this.complaints = complaints;
        jdk.forEach(this::add);
        for (Plugin plugin : libraries) {
            add(plugin);
            plugin.hooks().forEach(hook -> ofLibraries.add(hook.type().replace('.', '/')));
        }
    }

    private void add(Plugin plugin) {
        for (Hook hook : plugin.hooks()) {
            hooks.computeIfAbsent(hook.type().replace('.', '/'), type -> new ArrayList<>())
                    .add(new Weaver.PluginHook(plugin, hook));
        }
    }

    /** Begins to weave them, the first time. */
    synchronized void begin() {
        if (thread == null) {
            thread = Threads.daemon("meterweave-handoffs", this::run);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                woven.countDown();
                complaints.accept("cannot start a thread: " + e
                        + "; work that is handed to other threads is metered without its subject");
            }
        }
    }

    /** Waits until they are woven, where that has begun. */
    void await() {
        if (!weaving() || Thread.currentThread() == thread) {
            return;
        }
        // An interrupt is the application's, and no reason to begin without them.
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + PATIENCE;
        boolean done = woven.getCount() == 0;
        while (!done && System.nanoTime() - end < 0) {
            try {
                done = woven.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!done) {
            complaints.accept(
                    "weaving the JDK's executors takes longer than ten seconds; until then work that is handed"
                            + " to other threads is metered without its subject");
        }
    }

    private synchronized boolean weaving() {
        return thread != null;
    }

    private void run() {
        try {
            weave();
        } finally {
            woven.countDown();
        }
        Rehearsal.run();
    }

    private void weave() {
        List<Class<?>> types = new ArrayList<>();
        try {
            instrumentation.addTransformer(this, true);
            types.addAll(jdk());
            types.addAll(loadedOfLibraries());
            // Together: each time costs a stop of all threads.
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | RuntimeException | Error e) {
            types.forEach(this::weave);
        }
    }

    private List<Class<?>> jdk() {
        List<Class<?>> types = new ArrayList<>();
        for (String name : hooks.keySet()) {
            if (!ofLibraries.contains(name)) {
                try {
                    types.add(Class.forName(name.replace('/', '.'), false, null));
                } catch (ClassNotFoundException e) {
                    // Of a newer JDK.
                }
            }
        }
        return types;
    }

    /** Those that are not are woven when they are loaded. */
    private List<Class<?>> loadedOfLibraries() {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getClassLoader() != null
                    && ofLibraries.contains(type.getName().replace('.', '/'))) {
                types.add(type);
            }
        }
        return types;
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
        List<Weaver.PluginHook> wanted = name == null ? null : hooks.get(name);
        if (wanted == null || name == null || ofLibraries.contains(name) == (loader == null)) {
            return null;
        }
        try {
            return ClassWeaver.weave(loader, name, bytes, wanted, List.of(), (plugin, why) -> notWoven(why));
        } catch (Throwable e) {
            notWoven(name.replace('/', '.') + ": " + e);
            return null;
        }
    }

    private void notWoven(String why) {
        complaints.accept("loaded but not woven: " + why
                + "; what is metered of the work that goes through it lacks its subject, or its span");
    }
}
