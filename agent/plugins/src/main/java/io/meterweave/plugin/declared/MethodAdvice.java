package io.meterweave.plugin.declared;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.FromMethod;
import io.meterweave.plugin.FromMethod.Part;
import io.meterweave.plugin.Inference;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** On a method that is {@code @MeterUsage}: one inference. */
public final class MethodAdvice {
    private MethodAdvice() {}

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

    /** Reads the result, and stores the record. */
    @Advice.OnExit
    public static void exit(
            @Advice.Entered @Nullable Object call,
            @FromMethod(Part.RETURNED) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (call instanceof Reading reading) {
            reading.ended(returned, thrown, System.nanoTime());
        } else if (call != null) {
            ((Inference) call).finish(thrown);
        }
    }
}
