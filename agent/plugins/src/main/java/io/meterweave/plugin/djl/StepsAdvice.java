package io.meterweave.plugin.djl;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import io.meterweave.plugin.Advice;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** On {@code StreamingBlock.forwardStreamIter} and what implements it: answers steps that are metered. */
public final class StepsAdvice {
    private StepsAdvice() {}

    /** Puts metered steps in the place of the block's own, where a predictor's block is asked for them. */
    @Advice.OnReturn
    @Advice.ReplacesReturned
    public static @Nullable Iterator<NDList> exit(
            @Advice.This Block block,
            @Advice.DeclaringClass Class<?> declaring,
            @Advice.Returned @Nullable Iterator<NDList> steps) {
        return MeteredSteps.of(block, declaring, steps);
    }
}
