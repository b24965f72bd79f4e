package io.meterweave.agent;

import io.meterweave.plugin.Metering;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Puts the one class that woven code calls into the boot loader, without a boot class path and its warnings. */
final class Dispatcher {
    /** Its internal name. */
    static final String NAME = "java/lang/MeterweaveDispatch";

    private static volatile @Nullable MethodHandle uncounted;

    private Dispatcher() {}

    /** Why this agent has to stay out; null where it need not. */
    static @Nullable String refusal() {
        Class<?> armed = find();
        if (armed != null) {
            try {
                Object version = armed.getMethod("version").invoke(null);
                return "version " + version + " is metering this JVM already; version " + AgentStart.VERSION
                        + " stays out: name the agent once on the command line";
            } catch (ReflectiveOperationException e) {
                return "another version is metering this JVM already; version " + AgentStart.VERSION
                        + " stays out: name the agent once on the command line";
            }
        }
        if (hasSecurityManager()) {
            return "the JVM runs with a security manager, which the agent does not support;"
                    + " the application runs, and is NOT metered";
        }
        return null;
    }

    @SuppressWarnings({"removal", "deprecation"})
    private static boolean hasSecurityManager() {
        return System.getSecurityManager() != null;
    }

    private static @Nullable Class<?> find() {
        try {
            return Class.forName(NAME.replace('/', '.'), false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    static void arm(MethodHandle linker) throws Throwable {
        Class<?> dispatcher = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                .defineClass(bytes());
        MethodHandle failures = MethodHandles.lookup()
                .findStatic(Dispatcher.class, "failed", MethodType.methodType(void.class, Throwable.class));
        uncounted = MethodHandles.publicLookup().findStatic(dispatcher, "uncounted", MethodType.methodType(long.class));
        long[] uncountedFailures = new long[1];
        Metering.uncountedIn(uncountedFailures);
        dispatcher
                .getMethod("arm", String.class, MethodHandle.class, MethodHandle.class, long[].class)
                .invoke(null, AgentStart.VERSION, linker, failures, uncountedFailures);
    }

    private static byte[] bytes() throws IOException {
        String resource = NAME + ".class";
        try (InputStream in = Dispatcher.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the agent jar is damaged: it has no " + resource);
            }
            return in.readAllBytes();
        }
    }

    /** How many hooks have failed so far where there was no stack or heap left to count that. */
    static long uncounted() {
        MethodHandle count = uncounted;
        try {
            return count == null ? 0 : (long) count.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e); // For want of heap: it throws nothing itself.
        }
    }

    @SuppressWarnings("unused") // by arm()
    private static void failed(Throwable failure) {
        Metering.hookFailed(failure);
    }
}
