package io.meterweave.contract;

import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A target for the tests: the real one, or as near to it as can be started by a test. Its author says how to reach it, has it
 * misbehave, and tells what it holds. {@link NetworkTarget} misbehaves by itself, for whatever is reached over TCP.
 */
public interface ContractTarget extends AutoCloseable {
    /**
     * The exporter's settings but {@code type}, for this target, with credentials where there are any; with time limits as short as
     * they are allowed to be, so that {@link #patience} is enough.
     */
    Map<String, String> options();

    /** What the exporter is told is the agent's {@code dir}; only for one that writes there. */
    default Path dir() {
        return Path.of("nowhere");
    }

    /** What this target can do wrong: as much of {@link Fault} as there can be, and at least one. */
    Set<Fault> faults();

    /** Misbehaves from now on; where it did otherwise before, only in the new way. */
    void begin(Fault fault) throws Exception;

    /** Is in order again, with all that it held before. */
    void mend() throws Exception;

    /** Waits until the fault has met something that was sent. */
    default void awaitMet() throws InterruptedException {
        throw new UnsupportedOperationException("this target does not stall");
    }

    /**
     * Makes of an event, which was not sent yet, one that the target refuses for good: by changing it, or by telling the target so.
     *
     * @return null where the target takes everything
     */
    default @Nullable UsageEvent refused(UsageEvent event) throws Exception {
        return null;
    }

    /**
     * All that the target has taken for good, in the order of arrival; what arrived twice is here twice, unless the target itself
     * keeps it once.
     */
    List<Arrival> arrivals() throws Exception;

    /** The credentials in {@link #options}, and others that the exporter has got from them. */
    default Set<String> secrets() {
        return Set.of();
    }

    /** Values that are not allowed, by setting; each is tried beside {@link #options}. No credentials. */
    Map<String, String> wrongOptions();

    /** Whether a thread is none of the exporter's: it is the target's, or one that a library ends by itself. */
    default boolean isForeign(Thread thread) {
        return false;
    }

    /** How long an export or a close may take, whatever the target does. */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }

    @Override
    void close() throws IOException;
}
