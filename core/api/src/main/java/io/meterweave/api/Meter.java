package io.meterweave.api;

import org.jspecify.annotations.Nullable;

/** Records usage that nothing else can see: of an engine without a plugin, a batch job, a provider's invoice. */
public final class Meter {
    private Meter() {}

    /**
     * Makes one usage record, that has happened when this returns. Who pays is {@link Usage#subject(String)} or, where that was
     * not called, whom the current thread works for ({@link MeterContext}), whose attributes it has, too.
     *
     * <p>The record is never part of another, and no other one leaves out what it says: usage that a plugin or a {@link
     * MeterUsage} method sees would be billed twice. Made inside of a metered call, it names that as its parent.
     *
     * <p>Never throws, and does nothing without the agent. What does not fit is counted and left out.
     *
     * @param usage what was used; may be changed and recorded again afterwards. Null records nothing
     */
    public static void record(@Nullable Usage usage) {}
}
