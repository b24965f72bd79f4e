package io.meterweave.agent.weave;

import io.meterweave.plugin.Advice;
import io.meterweave.plugin.AnnotatedHook.Weave;
import io.meterweave.plugin.FromMethod;
import io.meterweave.plugin.FromMethod.Part;
import java.util.ArrayList;
import java.util.List;

/** Advice for any method, which notes what it is given. */
public final class Observed {
    static final List<Object> NOTES = new ArrayList<>();
    static final Weave WEAVE = new Weave(Observed.class.getName(), "declared", -1, -1, true, true);

    private Observed() {}

    static AdviceWriter.Advised advised() {
        return new AdviceWriter.Advised(
                AdviceClass.of(Observed.class.getName(), Observed.class.getClassLoader()), WEAVE);
    }

    @Advice.OnEnter
    public static Object enter(
            @Advice.This Object self,
            @FromMethod(Part.ARGUMENTS) Object arguments,
            @Advice.DeclaringClass Class<?> declaring,
            @Advice.MethodName String method,
            @FromMethod(Part.RETURN_TYPE) Object returnType) {
        NOTES.add(method);
        NOTES.add(self == null ? "static" : declaring.isInstance(self));
        NOTES.add(List.of((Object[]) arguments));
        NOTES.add(returnType);
        return method;
    }

    @Advice.OnExit
    public static void exit(
            @Advice.Entered Object entered,
            @FromMethod(Part.ARGUMENTS) Object arguments,
            @FromMethod(Part.RETURNED) Object returned,
            @Advice.Thrown Throwable thrown) {
        NOTES.add(entered);
        NOTES.add(List.of((Object[]) arguments));
        NOTES.add(returned == null ? "nothing" : returned);
        NOTES.add(thrown == null ? "returned" : thrown.getMessage());
    }
}
