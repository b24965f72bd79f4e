package io.meterweave.plugin.declared;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.FromMethod;
import io.meterweave.plugin.FromMethod.Part;
import io.meterweave.plugin.Inference;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** The same as {@link MethodAdvice} on a method whose result may be still to come when it returns, and be replaced by ours. */
public final class ResultAdvice {
    private ResultAdvice() {}

    /** Makes what the method declares. */
    public static Object declared(MethodHandles.Lookup method, String declaration) {
        return MeteredMethod.of(method, declaration);
    }

    /** Opens the call, for whom its arguments say. */
    @Advice.OnEnter
    public static @Nullable Object enter(
            @FromMethod(Part.DECLARATION) Object method,
            @Advice.This @Nullable Object instance,
            @FromMethod(Part.SUBJECT) @Nullable Object subject,
            @FromMethod(Part.MODEL) @Nullable Object model,
            @FromMethod(Part.ARGUMENTS) @Nullable Object arguments) {
        return ((MeteredMethod) method).begin(instance, subject, model, arguments);
    }

    /** Reads the result, and stores the record; or has that done when the result is there. Null leaves the result as it is. */
    @Advice.OnExit
    @Advice.ReplacesReturned
    public static @Nullable Object exit(
            @Advice.Entered @Nullable Object call,
            @FromMethod(Part.RETURNED) @Nullable Object returned,
            @FromMethod(Part.RETURN_TYPE) Object declared,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (call instanceof Reading reading) {
            return reading.end(returned, (Class<?>) declared, thrown);
        }
        return call == null
                ? null
                : Results.end((Inference) call, returned, (Class<?>) declared, thrown, System.nanoTime());
    }
}
