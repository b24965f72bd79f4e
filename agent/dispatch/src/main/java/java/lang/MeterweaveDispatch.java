package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The one class of Meterweave that the boot loader holds, so that woven code finds it from every class loader. It links
 * a woven call to the agent's advice once, and then is out of the way. Nothing that it does reaches the application.
 */
public final class MeterweaveDispatch {
    private static final Object LOCK = new Object();

    private static volatile MethodHandle linker;
    private static volatile MethodHandle failures;
    private static volatile String version;
    private static long[] uncounted;

    private MeterweaveDispatch() {}

    /**
     * Sets the agent that woven code is linked to; only the first call does.
     *
     * @param agentVersion that agent's version
     * @param adviceLinker {@code (Lookup, String, MethodType, String, String)CallSite}, see {@link #link}
     * @param failureCounter {@code (Throwable)void}, see {@link #failed(Throwable)}
     * @param uncountedFailures one number, to be grown by failures that {@code failureCounter} has no stack left for
     * @return whether this call was the first
     */
    public static synchronized boolean arm(
            String agentVersion, MethodHandle adviceLinker, MethodHandle failureCounter, long[] uncountedFailures) {
        if (version != null) {
            return false;
        }
        linker = adviceLinker;
        failures = failureCounter;
        uncounted = uncountedFailures;
        version = agentVersion;
        return true;
    }

    /** The version of the agent that armed the dispatcher; null before. */
    public static String version() {
        return version;
    }

    /**
     * The bootstrap method of every woven call.
     *
     * @param caller the woven class
     * @param name the advice method
     * @param type its erased type as the woven class sees it
     * @param advice the name of the advice class
     * @param declaration what the agent has kept for it in the woven class; empty for most
     * @return a constant call site: of the advice or, where it cannot be linked, of {@link #failed} at each call
     * @throws VirtualMachineError where there is no stack or heap left to link it: the advice's handler takes that, and the
     *     JVM, which keeps no such failure, links at the next call (HotSpot, {@code LinkResolver::resolve_dynamic_call})
     */
    @SuppressWarnings("removal") // ThreadDeath: of JDKs that still stop threads
    public static CallSite link(
            MethodHandles.Lookup caller, String name, MethodType type, String advice, String declaration)
            throws ReflectiveOperationException {
        try {
            return (CallSite) linker.invokeExact(caller, name, type, advice, declaration);
        } catch (VirtualMachineError | ThreadDeath e) {
            throw e;
        } catch (Throwable e) {
            return failing(type, e);
        }
    }

    private static CallSite failing(MethodType type, Throwable failure) throws ReflectiveOperationException {
        MethodHandle handler = MethodHandles.lookup()
                .findStatic(MeterweaveDispatch.class, "failed", MethodType.methodType(void.class, Throwable.class));
        MethodHandle telling = MethodHandles.insertArguments(handler, 0, failure);
        return new ConstantCallSite(MethodHandles.foldArguments(MethodHandles.empty(type), telling));
    }

    /**
     * Takes what an advice threw, in place of the application.
     *
     * @throws ThreadDeath where that is what it threw: the application stops that thread
     */
    @SuppressWarnings("removal")
    public static void failed(Throwable failure) {
        Throwable stop = failure;
        try {
            failures.invokeExact(failure);
        } catch (Throwable e) {
            stop = e instanceof ThreadDeath ? e : failure;
            // Where the stack has ended: without a call, therefore, and without anything to allocate.
            synchronized (LOCK) {
                uncounted[0]++;
            }
        }
        if (stop instanceof ThreadDeath) {
            throw (ThreadDeath) stop;
        }
    }

    /** How many failures could not be counted by the agent so far. */
    public static long uncounted() {
        synchronized (LOCK) {
            return uncounted[0];
        }
    }
}
