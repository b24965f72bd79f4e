package io.meterweave.plugin;

import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageDraft;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a {@link DeferredCall} says itself, so far. Each value by itself is atomic: one thread at a time writes, not always the
 * same, and others look on.
 */
final class RunningUsage {
    private static final long UNKNOWN = -1;

    private final Facts model;
    private final Facts payer;
    // What was known when the method returned.
    private final long[] known;
    private final Facts knownMore;
    private final int knownTokens;
    private final int knownTime;

    private final AtomicLongArray quantities;
    private volatile Facts more;
    /** An ordinal, like the other one; negative where it is unknown. */
    private volatile int tokensSource;

    private volatile int deviceTimeSource;

    private RunningUsage(Facts model, Facts payer, long[] known, Facts more, int tokensSource, int deviceTimeSource) {
        this.model = model;
        this.payer = payer;
        this.known = known;
        this.knownMore = more;
        this.knownTokens = tokensSource;
        this.knownTime = deviceTimeSource;
        this.quantities = new AtomicLongArray(known);
        this.more = more;
        this.tokensSource = tokensSource;
        this.deviceTimeSource = deviceTimeSource;
    }

    /** What a call knows whose method returns now. */
    static RunningUsage of(UsageDraft draft) {
        long[] known = new long[Quantity.ALL.size()];
        for (Quantity quantity : Quantity.ALL) {
            known[quantity.ordinal()] = draft.has(quantity) ? draft.get(quantity) : UNKNOWN;
        }
        return new RunningUsage(
                draft.modelAndSpan(),
                draft.scope(),
                known,
                draft.more(),
                draft.tokensSource(),
                draft.deviceTimeSource());
    }

    /** As it was when the method returned. */
    RunningUsage again() {
        return new RunningUsage(model, payer, known, knownMore, knownTokens, knownTime);
    }

    Facts payer() {
        return payer;
    }

    boolean has(Quantity quantity) {
        return quantities.get(quantity.ordinal()) >= 0;
    }

    void set(Quantity quantity, long value) {
        quantities.set(quantity.ordinal(), Math.max(UNKNOWN, value));
    }

    void add(Quantity quantity, long value) {
        if (value >= 0) {
            long unused =
                    quantities.accumulateAndGet(quantity.ordinal(), value, (before, add) -> Math.max(0, before) + add);
        }
    }

    void tokensSource(TokensSource source) {
        tokensSource = source.ordinal();
    }

    void deviceTimeSource(DeviceTimeSource source) {
        deviceTimeSource = source.ordinal();
    }

    void more(Facts facts) {
        more = facts;
    }

    /** Begins a record with what is known now. */
    void write(UsageDraft draft) {
        draft.begin(model, payer);
        draft.more(more);
        for (Quantity quantity : Quantity.ALL) {
            draft.set(quantity, quantities.get(quantity.ordinal()));
        }
        int tokens = tokensSource;
        if (tokens >= 0) {
            draft.tokensSource(TokensSource.ALL.get(tokens));
        }
        int time = deviceTimeSource;
        if (time >= 0) {
            draft.deviceTimeSource(DeviceTimeSource.ALL.get(time));
        }
    }
}
