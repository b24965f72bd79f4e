package io.meterweave.plugin.futures;

import io.meterweave.plugin.HandedFunction;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Where {@code CompletableFuture} makes a stage that waits for two others. */
public final class BothStageAdvice {
    private BothStageAdvice() {}

    /** Adds to its function what goes along with it. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 2, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object enter(@Advice.Argument(2) @Nullable Object function) {
        return HandedFunction.of(function);
    }
}
