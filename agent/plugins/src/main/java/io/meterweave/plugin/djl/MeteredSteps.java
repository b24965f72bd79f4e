package io.meterweave.plugin.djl;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import io.meterweave.plugin.Carried;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.MeterThread;
import io.meterweave.plugin.Metering;
import io.meterweave.plugin.WeakTable;
import io.meterweave.record.Quantity;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a stream: each one that somebody takes computes something, on that thread and at that time, and is a
 * record of its own, whose parent is the call that made the stream, and who pays is who did then. A stream that is given up
 * half-way has as many as were computed.
 */
final class MeteredSteps implements Iterator<NDList> {
    /** The blocks that predictors have streamed from. A block inside of one of those is part of its steps. */
    private static final WeakTable<Block, Predicting> BLOCKS = new WeakTable<>();

    private static final int ALONE = -1;

    private final Iterator<NDList> steps;
    private final Predicting predicting;
    private final Block block;
    private final Class<?> declaring;
    private final @Nullable Carried carried = MeterThread.current().capture();

    private MeteredSteps(Iterator<NDList> steps, Predicting predicting, Block block, Class<?> declaring) {
        this.steps = steps;
        this.predicting = predicting;
        this.block = block;
        this.declaring = declaring;
    }

    static void expect(Block block, Predicting predicting) {
        if (!predicting.equals(BLOCKS.get(block))) {
            BLOCKS.put(block, predicting);
        }
    }

    static @Nullable Iterator<NDList> of(Block block, Class<?> declaring, @Nullable Iterator<NDList> steps) {
        Predicting predicting = BLOCKS.get(block);
        if (steps == null || predicting == null || steps instanceof MeteredSteps) {
            return steps;
        }
        return new MeteredSteps(steps, predicting, block, declaring);
    }

    @Override
    public boolean hasNext() {
        return steps.hasNext();
    }

    @Override
    public NDList next() {
        int work = begin();
        Inference inference = opened();
        NDList result;
        try {
            result = steps.next();
        } catch (Throwable e) {
            finished(inference, work, e);
            throw e;
        }
        finished(inference, work, null);
        return result;
    }

    // What fails in the hook must not fail the application: there is no advice around these.

    private int begin() {
        try {
            return carried == null ? ALONE : MeterThread.current().enter(carried);
        } catch (Throwable e) {
            Metering.hookFailed(e);
            return ALONE;
        }
    }

    private @Nullable Inference opened() {
        try {
            // Steps that an override has made of those of its super-class are the same steps.
            Inference inference = Inference.open(predicting.step(), predicting.facts(), block, declaring);
            if (inference != null) {
                inference.set(Quantity.ITEMS, 0); // The item is the stream's.
                inference.start();
            }
            return inference;
        } catch (Throwable e) {
            Metering.hookFailed(e);
            return null;
        }
    }

    private static void finished(@Nullable Inference inference, int work, @Nullable Throwable thrown) {
        try {
            if (inference != null) {
                inference.finish(thrown);
            }
            if (work != ALONE) {
                MeterThread.current().leave(work);
            }
        } catch (Throwable e) {
            Metering.hookFailed(e);
        }
    }
}
