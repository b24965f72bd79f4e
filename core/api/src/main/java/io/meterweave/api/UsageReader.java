package io.meterweave.api;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link MeterUsage} method used from its arguments and its result. The class needs a constructor without
 * parameters that the method's class can call; there is one instance for each method, made at its first call and used by all
 * threads, so it must have no state that changes.
 *
 * <p>What a reader sets comes before what the calls inside of the method tell. Tokens are one thing: where it sets one of their
 * numbers, those that it does not set are unknown. One that throws does no harm: it is counted as
 * {@code
 * reader_failed}, and the record is kept without anything that it has set but the subject. A reader must keep neither the arguments nor
 * the result nor the usage, and must never put a prompt or a completion into the usage.
 */
public interface UsageReader {
    /**
     * Called before the method runs.
     *
     * @param arguments the method's, a copy; without {@code this}
     * @param usage empty; takes the subject, too, which has then the meaning of a {@link Subject} parameter, and comes before
     *     it
     */
    default void arguments(@Nullable Object[] arguments, Usage usage) {}

    /**
     * Called when the method has returned; not when it has thrown.
     *
     * @param result what it returned; null of a void method
     * @param usage what {@link #arguments} was given; a subject that is set here comes too late, and is counted as
     *     {@code refused_subject}
     */
    default void result(@Nullable Object result, Usage usage) {}
}
