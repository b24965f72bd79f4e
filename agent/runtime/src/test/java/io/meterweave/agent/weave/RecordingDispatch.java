package io.meterweave.agent.weave;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Stands where {@code MeterweaveDispatch} stands in an agent's JVM: links to advice of the tests, and keeps what advice threw. */
public final class RecordingDispatch {
    static final String NAME = RecordingDispatch.class.getName().replace('.', '/');
    static final List<Throwable> FAILURES = new ArrayList<>();

    private RecordingDispatch() {}

    public static CallSite link(
            MethodHandles.Lookup caller, String name, MethodType type, String advice, String declaration)
            throws ReflectiveOperationException {
        for (Method method : Class.forName(advice).getMethods()) {
            if (method.getName().equals(name)) {
                MethodHandle target = MethodHandles.publicLookup().unreflect(method);
                return new ConstantCallSite(target.asType(type));
            }
        }
        throw new NoSuchMethodException(advice + "." + name);
    }

    public static void failed(Throwable failure) {
        FAILURES.add(failure);
    }
}
