package io.meterweave.plugin;

import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Checkpoints;
import io.meterweave.ring.Counter;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The deferred calls that have not ended, for the one thread that sweeps: it abandons those that nobody can reach any more, or
 * that have not gone on for too long, and keeps a checkpoint of each, so that a crash leaves a record of what it used.
 *
 * <p>The application's threads only push onto a stack, which the sweep takes as a whole. A call's checkpoint is freed by the first
 * sweep after its record was stored. A crash in between leaves both, and recovery drops the checkpoint: it finds the record, by
 * the call's id, in the ring or in the journal. How far back it has to look there is in the checkpoint: as far as the journal had
 * got when a sweep <em>began</em> that still found the call open. The call's record cannot have been in the journal by then.
 */
public final class OpenCalls {
    static final int NO_SLOT = -1;

    private static final int NEVER = -2;
    private static final AtomicReference<@Nullable OpenCall> ADDED = new AtomicReference<>();
    private static volatile @Nullable Thread idle;

    private final List<OpenCall> open = new ArrayList<>();
    private final long timeoutNanos;
    private final LongSupplier journaled;
    private final UsageDraft draft = new UsageDraft();
    private @Nullable Checkpoints checkpoints;

    /**
     * For the sweeping thread.
     *
     * @param timeoutNanos how long a call may not go on before it is abandoned
     * @param journaled the sequence up to which the journal is written, at least
     */
    public OpenCalls(long timeoutNanos, LongSupplier journaled) {
        this.timeoutNanos = timeoutNanos;
        this.journaled = journaled;
    }

    static void add(OpenCall call) {
        OpenCall before;
        do {
            before = ADDED.get();
            call.next = before;
        } while (!ADDED.compareAndSet(before, call));
        Thread waiting = idle;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Whether there is nothing to sweep. */
    public boolean isEmpty() {
        return open.isEmpty() && ADDED.get() == null;
    }

    /** Where the checkpoints go from now on. */
    public void keepIn(Checkpoints file) {
        checkpoints = file;
    }

    /** Waits until there is something to sweep; ends early by an interrupt or {@link LockSupport#unpark}, or for no reason. */
    public void awaitFirst() {
        idle = Thread.currentThread();
        if (isEmpty()) {
            LockSupport.park(this);
        }
        idle = null;
    }

    /** Waits for so long, and abandons what becomes unreachable meanwhile. */
    public void await(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            Reference<?> gone = OpenCall.UNREACHABLE.remove(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            if (gone instanceof OpenCall.Watch watch) {
                watch.unreachable();
            }
        }
    }

    /** Sweeps once. */
    public void sweep() {
        long sequence = journaled.getAsLong(); // First: see above.
        for (Reference<?> gone = OpenCall.UNREACHABLE.poll(); gone != null; gone = OpenCall.UNREACHABLE.poll()) {
            ((OpenCall.Watch) gone).unreachable();
        }
        for (OpenCall one = ADDED.getAndSet(null); one != null; one = one.next) {
            open.add(one);
        }
        long now = System.nanoTime();
        open.removeIf(one -> {
            DeferredCall call = one.call();
            if (call == null) {
                free(one);
                return true;
            }
            if (isTimedOut(one, call, now)) {
                call.abandon();
            } else if (call.isOpen()) {
                checkpoint(one, call, sequence);
            }
            return false;
        });
    }

    private boolean isTimedOut(OpenCall one, DeferredCall call, long now) {
        int progress = call.items;
        if (!one.seen || progress != one.progress) {
            one.seen = true;
            one.progress = progress;
            one.progressAt = now;
        }
        return one.timesOut && now - one.progressAt >= timeoutNanos;
    }

    private void checkpoint(OpenCall one, DeferredCall call, long sequence) {
        Checkpoints to = checkpoints;
        if (to == null || one.slot == NEVER || !call.checkpoint(draft)) {
            return;
        }
        int length = draft.encode();
        if (one.slot == NO_SLOT) {
            one.slot = length > Checkpoints.LONGEST ? NO_SLOT : to.take();
        }
        if (one.slot == NO_SLOT) {
            one.slot = NEVER;
            Metering.count(Counter.NOT_CHECKPOINTED);
        } else if (length <= Checkpoints.LONGEST) { // Otherwise the last one stays.
            to.write(one.slot, draft.bytes(), length, draft.start(), sequence);
        }
    }

    private void free(OpenCall one) {
        Checkpoints of = checkpoints;
        if (of != null && one.slot >= 0) {
            of.free(one.slot);
        }
    }

    /**
     * Sweeps for the last time, because the JVM ends: what has a checkpoint may still come to its end while other things are shut
     * down, or is recovered; all else ends here.
     *
     * @return whether checkpoints are left
     */
    public boolean end() {
        sweep();
        boolean left = false;
        for (OpenCall one : open) {
            DeferredCall call = one.call();
            if (one.slot >= 0) {
                left = true;
            } else if (call != null) {
                call.incomplete();
            }
        }
        return left;
    }
}
