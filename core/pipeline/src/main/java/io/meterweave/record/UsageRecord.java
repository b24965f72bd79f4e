package io.meterweave.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One inference as it would be billed, decoded from the journal; see {@code docs/usage-record.md}. */
public final class UsageRecord {
    /** Stands for a quantity that is not known; a known one is never negative. */
    public static final long UNKNOWN = -1;

    final long startNanos;
    long mask;
    final long[] quantities = new long[Quantity.ALL.size()];
    final @Nullable String[] facts = new @Nullable String[Fact.ALL.size()];
    Map<String, String> attributes = Map.of();

    UsageRecord(long startNanos) {
        this.startNanos = startNanos;
    }

    /** A quantity; empty where it is unknown. */
    public OptionalLong get(Quantity quantity) {
        long value = value(quantity);
        return value == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A quantity; {@link #UNKNOWN} where it is. */
    public long value(Quantity quantity) {
        int i = quantity.ordinal();
        return (mask & 1L << i) == 0 ? UNKNOWN : quantities[i];
    }

    void attribute(String key, String value) {
        if (attributes.isEmpty()) {
            attributes = new LinkedHashMap<>();
        }
        attributes.put(key, value);
    }

    /** A fact other than an attribute; null where it is unknown. */
    public @Nullable String get(Fact fact) {
        return facts[fact.ordinal()];
    }

    /** Whether nobody was named to pay: it has no subject, or the one that is configured for that. */
    public boolean isUnattributed() {
        return get(Fact.SUBJECT) == null || get(Fact.SUBJECT_SOURCE) != null;
    }

    /** The scope's attributes. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** How the inference ended; null where unknown. */
    public @Nullable Outcome outcome() {
        int i = code(RecordLayout.OUTCOME_SHIFT);
        return i == 0 ? null : Outcome.ALL.get(i - 1);
    }

    /** Where the token counts come from; null where unknown. */
    public @Nullable TokensSource tokensSource() {
        int i = code(RecordLayout.TOKENS_SOURCE_SHIFT);
        return i == 0 ? null : TokensSource.ALL.get(i - 1);
    }

    /** What the device time was read from; null where unknown. */
    public @Nullable DeviceTimeSource deviceTimeSource() {
        int i = code(RecordLayout.DEVICE_TIME_SOURCE_SHIFT);
        return i == 0 ? null : DeviceTimeSource.ALL.get(i - 1);
    }

    private int code(int shift) {
        return (int) (mask >>> shift) & 0xff;
    }
}
