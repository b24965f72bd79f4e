package io.meterweave.plugin.djl;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.Iterator;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** On {@code StreamingBlock.forwardStreamIter} and what implements it: answers steps that are metered. */
public final class StepsAdvice {
    private StepsAdvice() {}

    /** Puts metered steps in the place of the block's own, where a predictor's block is asked for them. */
    @Advice.OnMethodExit(inline = false, suppress = Throwable.class)
    @Advice.AssignReturned.ToReturned
    public static @Nullable Iterator<NDList> exit(
            @Advice.This Block block,
            @Advice.Origin Class<?> declaring,
            @Advice.Return @Nullable Iterator<NDList> steps) {
        return MeteredSteps.of(block, declaring, steps);
    }
}
