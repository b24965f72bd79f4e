package io.meterweave.plugin;

import io.meterweave.record.Facts;
import io.meterweave.ring.HookTimes;
import io.meterweave.ring.RingWriter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows about one thread: the inferences that are open on it, innermost last, and who pays. Made at the
 * thread's first metered call or scope; reused without allocation from then on.
 */
public final class MeterThread {
    private static final ThreadLocal<MeterThread> CURRENT = ThreadLocal.withInitial(MeterThread::new);

    private static final int DEEPEST = 64;
    /** Where threads begin to count towards a sample: evenly spread, because many live for one call only. */
    private static final AtomicInteger BEGIN = new AtomicInteger();

    private static final int SPREAD = 0x9e3779b9;

    final RingWriter writer = new RingWriter();
    private Inference[] open = new Inference[2];
    private int depth;
    private int calls = BEGIN.getAndAdd(SPREAD) >>> 16;
    private @Nullable ScopeFrame scope;

    private MeterThread() {}

    /** The current thread's. */
    public static MeterThread current() {
        return CURRENT.get();
    }

    /** Who pays and the attributes, encoded; {@link Facts#NONE} outside of every scope. */
    Facts scope() {
        ScopeFrame frame = scope;
        return frame == null ? Facts.NONE : frame.facts;
    }

    /** Opens a scope inside the one that is open now. */
    public ScopeFrame openScope(Facts facts) {
        ScopeFrame frame = new ScopeFrame(this, scope, facts);
        scope = frame;
        return frame;
    }

    void dropClosedScopes() {
        ScopeFrame frame = scope;
        while (frame != null && frame.closed) {
            frame = frame.outer;
        }
        scope = frame;
    }

    /** Whether the time that the next call's hook takes is to be measured. */
    boolean isSampled() {
        return ++calls % HookTimes.SAMPLED == 0;
    }

    Inference push() {
        if (depth == open.length) {
            grow();
        }
        Inference inference = open[depth];
        if (inference == null) {
            inference = new Inference(this, depth);
            open[depth] = inference;
        }
        depth++;
        return inference;
    }

    /** Nothing nests that deep: what is open was left by hooks that a StackOverflowError has thrown out. */
    private void grow() {
        if (depth == DEEPEST) {
            depth = 0;
        } else {
            open = Arrays.copyOf(open, depth * 2);
        }
    }

    /** Closes the inference, and with it those above it that an asynchronous throw has left open. */
    void pop(Inference inference) {
        depth = inference.depth;
    }
}
