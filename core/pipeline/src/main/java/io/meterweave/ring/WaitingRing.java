package io.meterweave.ring;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a full ring does with its callers, and how it wakes the thread that drains it.
 *
 * <p>A caller parks in slices that double, so that the journal thread gets the processor that it needs to make room: first
 * for {@code ring.wait}, then takes a spare segment, if there is one. Where those are full too, the callers make more than
 * the journal thread can take: they are held back for as long as it frees anything, up to five seconds. From a journal
 * thread that has freed nothing for a second nothing is expected any more: until it goes on, other calls take the spare
 * segment at once, or are refused at once. Where there is no room in the journal and callers are to be held back, each is,
 * for those five seconds; that is no stall. With a {@code ring.wait} of 0 nobody ever waits.
 *
 * <p>Parking may use up a permit that was meant for the application, so one is given back: a park that returns for no
 * reason is what every caller of park has to expect. A thread that is interrupted does not park, but yields.
 */
abstract class WaitingRing implements DrainableRing {
    private static final long FIRST_PAUSE_NANOS = 50_000;
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;
    private static final long STALL_NANOS = 1_000_000_000;
    private static final long LONGEST_WAIT_NANOS = 5_000_000_000L;

    private final long waitNanos;
    private final AtomicLong freed = new AtomicLong();
    private volatile @Nullable Thread sleeper;
    private volatile long stalledAt = -1;
    private volatile boolean blocked;

    /**
     * Makes the part that waits.
     *
     * @param waitNanos {@code ring.wait}
     */
    WaitingRing(long waitNanos) {
        this.waitNanos = waitNanos;
    }

    /** One attempt to store a record where {@link #offer} has tried it. */
    abstract boolean offerAgain(RingWriter writer, byte[] record, int length);

    /** One attempt to store a record where only a caller that has waited may. */
    abstract boolean offerToSpare(RingWriter writer, byte[] record, int length);

    /** Waits for room; for a record whose first attempt has failed. */
    final boolean offerLate(RingWriter writer, byte[] record, int length) {
        if (isStalled(freed.get())) {
            return offerToSpare(writer, record, length);
        }
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        boolean stored = false;
        for (long waited = 0; !stored && waited < waitNanos; waited = System.nanoTime() - start) {
            pause(Math.min(pause, waitNanos - waited));
            pause = longer(pause);
            stored = offerAgain(writer, record, length);
        }
        stored = stored || offerToSpare(writer, record, length) || offerHeldBack(writer, record, length, pause);
        LockSupport.unpark(Thread.currentThread());
        return stored;
    }

    private boolean offerHeldBack(RingWriter writer, byte[] record, int length, long firstPause) {
        long start = System.nanoTime();
        long seen = freed.get();
        long since = start;
        long pause = firstPause;
        long longest = waitNanos == 0 ? 0 : LONGEST_WAIT_NANOS;
        for (long now = start; !isStalled(seen) && now - start < longest; now = System.nanoTime()) {
            pause(pause);
            pause = longer(pause);
            if (offerAgain(writer, record, length) || offerToSpare(writer, record, length)) {
                return true;
            }
            long free = freed.get();
            if (free != seen || blocked) {
                seen = free;
                since = now;
            } else if (now - since >= STALL_NANOS) {
                stalledAt = seen;
            }
        }
        return false;
    }

    private boolean isStalled(long seen) {
        return seen == stalledAt && !blocked;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it only spares the processor
    private void pause(long nanos) {
        wake();
        if (Thread.currentThread().isInterrupted()) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private static long longer(long pause) {
        return Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }

    /** Says that bytes were freed; by the journal thread. */
    final void freed(long bytes) {
        freed.lazySet(freed.get() + bytes);
    }

    @Override
    public final void blocked(boolean noRoom) {
        blocked = noRoom;
    }

    @Override
    public final Counter refusal() {
        return blocked ? Counter.QUOTA : Counter.RING_FULL;
    }

    @Override
    public final void wake() {
        Thread t = sleeper;
        if (t != null) {
            // Once is enough: a thread that has been unparked may be long in getting a processor.
            sleeper = null;
            LockSupport.unpark(t);
        }
    }

    @Override
    public final void await(long nanos) {
        sleeper = Thread.currentThread();
        LockSupport.parkNanos(this, nanos);
        sleeper = null;
    }
}
