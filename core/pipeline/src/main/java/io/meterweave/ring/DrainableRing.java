package io.meterweave.ring;

/** A ring as the journal thread sees it, whatever it is made of. All of this is for that one thread to call. */
public interface DrainableRing extends Ring {
    /**
     * Hands a bounded number of records of every stripe to the sink. A record that the sink refuses by throwing stays, and
     * is handed over again.
     *
     * @param batch run once a stripe's records have been handed over
     * @return how many bytes were freed
     */
    long drain(int mostPerStripe, RingSink sink, Runnable batch);

    /** Whether nothing is left to drain. */
    boolean isEmpty();

    /** Says that the ring is not drained for now because there is no room for what it holds. */
    void blocked(boolean noRoom);

    /** Parks the thread until the time is over or the ring is filling up. */
    void await(long nanos);

    /** Wakes the journal thread; from any thread. */
    void wake();

    /** Relates the two clocks anew. */
    void refreshAnchor();

    /** The wall clock, in nanoseconds since 1970, at a {@link System#nanoTime} of the JVM that the ring belongs to. */
    long wallNanos(long nanoTime);
}
