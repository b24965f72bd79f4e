package io.meterweave.plugin;

import io.meterweave.record.Facts;
import org.jspecify.annotations.Nullable;

/**
 * One open scope on its thread's stack. Frames may be closed out of order, or never: a closed frame counts as gone as
 * soon as nothing open lies above it, so that no subject outlives its scope in a pooled thread.
 */
public final class ScopeFrame {
    private final MeterThread thread;
    final @Nullable ScopeFrame outer;
    Facts facts;
    boolean closed;
    private @Nullable Carried carried;

    ScopeFrame(MeterThread thread, @Nullable ScopeFrame outer, Facts facts) {
        this.thread = thread;
        this.outer = outer;
        this.facts = Unattributed.in(facts);
    }

    /** Replaces who pays and the attributes. */
    public void facts(Facts newFacts) {
        facts = Unattributed.in(newFacts);
        carried = null;
    }

    /** What work takes along that is handed over outside of any inference. */
    Carried carried() {
        Carried known = carried;
        if (known == null) {
            known = new Carried(facts, null);
            carried = known;
        }
        return known;
    }

    /** Closes the frame, and those that were opened in it and are open still; on its own thread. */
    void end() {
        closed = true;
        ScopeFrame at = thread.scope;
        while (at != null && at != this) {
            at = at.outer;
        }
        if (at != null) {
            thread.scope = at;
            thread.dropClosedScopes();
        }
    }

    /** Closes the frame; does nothing on another thread or the second time. */
    public void close() {
        if (MeterThread.current() == thread) {
            closed = true;
            thread.dropClosedScopes();
        }
    }
}
