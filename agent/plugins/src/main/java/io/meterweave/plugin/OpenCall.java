package io.meterweave.plugin;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DeferredCall} as the sweeping thread has it. The call is let go as soon as it has ended, and its record is stored: what
 * stays until the next sweep is this alone.
 */
final class OpenCall {
    /** Where what nobody can reach any more shows up. */
    static final ReferenceQueue<Object> UNREACHABLE = new ReferenceQueue<>();

    final boolean timesOut;
    private volatile @Nullable DeferredCall call;
    private volatile @Nullable Watch watch;

    /** The one that was added before this one. */
    @Nullable OpenCall next;

    // The sweeping thread's.
    int slot = OpenCalls.NO_SLOT;
    boolean seen;
    int progress;
    long progressAt;

    /** Knows that what a call has returned is gone. It keeps only the call alive, and only until that has ended. */
    static final class Watch extends PhantomReference<Object> {
        private final OpenCall open;

        private Watch(Object returned, OpenCall open) {
            super(returned, UNREACHABLE);
            this.open = open;
        }

        void unreachable() {
            DeferredCall call = open.call;
            if (call != null && open.watch == this) {
                call.abandon();
            }
        }
    }

    OpenCall(DeferredCall call, boolean timesOut) {
        this.call = call;
        this.timesOut = timesOut;
    }

    /** The call; null once it has ended, and its record is stored. */
    @Nullable DeferredCall call() {
        return call;
    }

    void watch(Object returned) {
        Watch before = watch;
        watch = new Watch(returned, this);
        if (before != null) {
            before.clear();
        }
    }

    void ended() {
        call = null;
        Watch last = watch;
        watch = null;
        if (last != null) {
            last.clear();
        }
    }
}
