package io.meterweave.plugin.executors;

import io.meterweave.plugin.HandedFunction;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Where the first argument is a function that no application can see there: on {@code FutureTask}'s constructors and the like.
 */
public final class CallAdvice {
    private CallAdvice() {}

    /** Adds what goes along with it. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Object function) {
        return HandedFunction.of(function);
    }
}
