package io.meterweave.plugin;

import io.meterweave.record.RecordLayout;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.HookTimes;
import io.meterweave.ring.Ring;
import io.meterweave.ring.RingWriter;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where finished records go: set once, before the first class is woven. */
public final class Metering {
    private static volatile @Nullable Ring ring;
    private static @Nullable Counters counters;
    private static @Nullable HookTimes hookTimes;
    private static long[] uncounted = new long[1];
    private static Map<String, String> modelAliases = Map.of();
    private static Consumer<String> complaints = line -> {};

    private Metering() {}

    /**
     * Sets the ring and what goes with it.
     *
     * @param aliases the names that were configured for models without one, by {@code <16 hex>} of their bytes' SHA-256
     * @param lines takes one line that says what failed and what to do
     */
    public static void begin(Ring theRing, Counters theCounters, Map<String, String> aliases, Consumer<String> lines) {
        counters = theCounters;
        modelAliases = aliases;
        complaints = lines;
        ring = theRing;
    }

    /** Has the hooks' own time measured, of one call in {@value HookTimes#SAMPLED}; before {@link #begin}. */
    public static void measureInto(HookTimes times) {
        hookTimes = times;
    }

    /**
     * Tells where failures of hooks are counted that could not be counted here, for want of stack.
     *
     * @param count one number that only grows; a thread reads what it has added itself
     */
    public static void uncountedIn(long[] count) {
        uncounted = count;
    }

    static long uncounted() {
        return uncounted[0];
    }

    static void measured(long nanos) {
        HookTimes to = hookTimes;
        if (to != null) {
            to.record(nanos);
        }
    }

    /** Stores a finished record, or counts it as lost. */
    static void store(RingWriter writer, UsageDraft record) {
        int length = record.encode();
        if (length > RecordLayout.MAX_RECORD_BYTES) {
            count(Counter.TOO_LARGE);
        } else {
            store(writer, record.bytes(), length);
        }
    }

    private static void store(RingWriter writer, byte[] record, int length) {
        Ring to = ring;
        if (to != null && !to.offer(writer, record, length)) {
            count(to.refusal());
        }
    }

    /** Counts something durably. */
    public static void count(Counter counter) {
        Counters to = counters;
        if (to != null) {
            to.add(counter, 1);
        }
    }

    /** The configured name of a model that is known by its bytes only; null where none is. */
    public static @Nullable String modelAlias(String hash) {
        return modelAliases.get(hash);
    }

    /** Counts that a hook itself failed, so that its call has no record. */
    @SuppressWarnings("removal")
    public static void hookFailed(Throwable failure) {
        // Before it is counted: where there is no stack left for either, the dispatcher counts it, and that closes
        // them, too.
        MeterThread.current().closeOpen();
        count(Counter.HOOK_FAILED);
        try {
            complaints.accept("a hook failed: " + failure
                    + "; the call went on, its record is lost and counted as hook_failed: please report this");
        } catch (ThreadDeath e) {
            throw e;
        } catch (Throwable e) {
            // It is counted. Where there is no stack or heap left to say so, the loss event will.
        }
    }

    /** Counts that work was handed to another thread without what goes along with it; its own records are kept. */
    @SuppressWarnings("removal")
    static void handOffFailed(Throwable failure) {
        count(Counter.HOOK_FAILED);
        try {
            complaints.accept(
                    "a hand-off failed: " + failure
                            + "; the work is done, its records lack their subject, which is counted as hook_failed: please report this");
        } catch (ThreadDeath e) {
            throw e;
        } catch (Throwable e) {
            // It is counted.
        }
    }

    /** Says what failed and what to do, in one line and once. */
    public static void complain(String line) {
        complaints.accept(line);
    }

    /** Counts that reading the application's objects failed; the record is kept without what could not be read. */
    public static void readerFailed(Throwable failure) {
        count(Counter.READER_FAILED);
        complaints.accept(
                "reading usage from a call failed: " + failure.getClass().getName()
                        + "; its record is kept without token counts, and counted as reader_failed");
    }
}
