package io.meterweave.agent;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Weaves the classes that the JVM loaded before the transformer was there: by name, and one by one, so that each fails
 * alone. When {@code retransformClasses} has returned, no call of the class begins in its old code.
 */
final class LoadedClasses {
    /** For definitions that no stack shows, those of virtual threads among them: they take microseconds. */
    private static final int LOOKS_UNDER_LOAD = 3;

    private static final long PAUSE_MILLIS = 10;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final Instrumentation instrumentation;
    private final Weaver weaver;
    private final Complaints complaints;
    private final Set<Class<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    LoadedClasses(Instrumentation instrumentation, Weaver weaver, Complaints complaints) {
        this.instrumentation = instrumentation;
        this.weaver = weaver;
        this.complaints = complaints;
    }

    /** Weaves those that are there, before the application's main. */
    void weave() {
        List<Class<?>> metering = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.wants(type) && seen.add(type)) {
                // Who pays comes before what is metered: no record shall miss a subject that its caller gives.
                if (weaver.meters(type)) {
                    metering.add(type);
                } else {
                    weave(type);
                }
            }
        }
        for (Class<?> type : metering) {
            weave(type);
        }
    }

    /**
     * Weaves those that are there, in an application that is running. A class that another thread is just defining has
     * passed the transformers of before, and is not among the loaded ones yet: those threads are waited for, with nothing
     * locked and outside of every transform.
     */
    void weaveUnderLoad() {
        awaitDefinitions();
        weave();
        for (int i = 1; i < LOOKS_UNDER_LOAD; i++) {
            pause();
            weave();
        }
    }

    private void awaitDefinitions() {
        List<Thread> defining = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            if (isDefining(thread.getValue())) {
                defining.add(thread.getKey());
            }
        }
        long start = System.nanoTime();
        while (!defining.isEmpty() && System.nanoTime() - start < PATIENCE) {
            pause();
            defining.removeIf(thread -> !isDefining(thread.getStackTrace()));
        }
        for (Thread thread : defining) {
            complaints.accept("thread " + thread.getName()
                    + " has been defining a class all the while; whether calls of that class are metered is not known");
        }
    }

    private static boolean isDefining(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.isNativeMethod()
                    && frame.getClassName().equals("java.lang.ClassLoader")
                    && frame.getMethodName().startsWith("defineClass")) {
                return true;
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void weave(Class<?> type) {
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | RuntimeException | Error e) {
            complaints.accept(
                    "loaded but not woven: " + type.getName() + ": " + e + "; " + Weaver.without(weaver.meters(type)));
        }
    }
}
