package io.meterweave.agent;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Weaves the classes that the JVM loaded before the transformer was there: by name, and one by one, so that each fails
 * alone. When {@code retransformClasses} has returned, no call of the class begins in its old code.
 */
final class LoadedClasses {
    /**
     * A class that another thread is defining just now has passed the transformers, and is not among the loaded ones yet.
     * That takes microseconds; nothing tells when it is over, so the list is looked at some more times.
     */
    private static final int LOOKS_UNDER_LOAD = 4;

    private static final long PAUSE_MILLIS = 10;

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
            if (weaver.wants(type.getName()) && seen.add(type)) {
                // Who pays comes before what is metered: no record shall miss a subject that its caller gives.
                if (weaver.meters(type.getName())) {
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

    /** Weaves those that are there and those that come meanwhile, in an application that is running. */
    void weaveUnderLoad() {
        weave();
        for (int i = 1; i < LOOKS_UNDER_LOAD; i++) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            weave();
        }
    }

    private void weave(Class<?> type) {
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | RuntimeException | Error e) {
            complaints.accept("loaded but not woven: " + type.getName() + ": " + e + "; it is NOT metered");
        }
    }
}
