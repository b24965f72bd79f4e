package io.meterweave.plugin.forkjoin;

import io.meterweave.plugin.HandedFunction;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** On the {@code schedule} methods of a {@code ForkJoinPool}, of JDK 25 and newer. */
public final class ScheduleAdvice {
    private ScheduleAdvice() {}

    /** Adds to what is scheduled what goes along with it. */
    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Object function) {
        return HandedFunction.of(function);
    }
}
