package io.meterweave.ring;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;

/** A thread's identity towards the ring, and the stripe that it used last. Owned by that thread. */
public final class RingWriter {
    private static final AtomicLong LAST_ID = new AtomicLong();

    /** Never 0, which in a stripe's lock word means free. Not the thread's own id: a subclass may override that. */
    final long id = LAST_ID.incrementAndGet();

    /** Where to look first. */
    int stripe;

    private final WeakReference<Thread> thread;

    /** Makes the writer of the current thread. */
    public RingWriter() {
        this.thread = new WeakReference<>(Thread.currentThread());
        // Fibonacci hashing: threads that start one after another begin far apart.
        this.stripe = (int) ((id * 0x9E3779B97F4A7C15L) >>> 33);
    }

    /** Whether the thread can still write; asked by the journal thread only. */
    boolean alive() {
        Thread t = thread.get();
        return t != null && t.isAlive();
    }
}
