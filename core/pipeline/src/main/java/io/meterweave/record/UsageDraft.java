package io.meterweave.record;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A usage record in the making: owned by one thread, filled, encoded and reset for the next one. Nothing is allocated
 * once its buffer has grown to the longest record that the thread writes.
 *
 * <p>Two things keep {@link #encode} cheap (figures in {@code docs/benchmarks.md}). Facts and their CRC32C stay in the buffer as long
 * as model and payer do. And the CRC32C of the numbers reads, eight bytes at a time, exactly the words that were just written: begun
 * four bytes before, each of its loads would have to wait for two stores.
 */
public final class UsageDraft {
    private static final byte[] NONE = {};
    private static final int ID_DIGITS = 16;
    private static final int ID_LENGTH = 3 + ID_DIGITS;

    private final long[] quantities = new long[Quantity.ALL.size()];
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = NONE;
    private long mask;
    private long startNanos;
    private long scopeId;
    private long parent;
    private final SpanIds span = new SpanIds();
    private Facts model = Facts.NONE;
    private Facts scope = Facts.NONE;
    private Facts more = Facts.NONE;
    private int factsAt;
    private int factsCrc;
    private Facts writtenModel = Facts.NONE;
    private Facts writtenScope = Facts.NONE;
    private Facts writtenMore = Facts.NONE;

    /**
     * Begins a record.
     *
     * @param modelFacts what is known since the model was loaded
     * @param scopeFacts who pays, and the scope's attributes
     */
    public void begin(Facts modelFacts, Facts scopeFacts) {
        mask = 0;
        scopeId = 0;
        parent = 0;
        span.clear();
        // Most calls are like the one before, and to store a reference costs the collector's barriers.
        if (model != modelFacts) {
            model = modelFacts;
        }
        if (scope != scopeFacts) {
            scope = scopeFacts;
        }
        if (more != Facts.NONE) {
            more = Facts.NONE;
        }
    }

    /** Sets the start, in the JVM's {@link System#nanoTime}. */
    public void start(long nanoTime) {
        startNanos = nanoTime;
    }

    /** The start that was set. */
    public long start() {
        return startNanos;
    }

    /** Sets a quantity; a negative value is taken as unknown. */
    public void set(Quantity quantity, long value) {
        int bit = quantity.ordinal();
        if (value < 0) {
            mask &= ~(1L << bit);
            return;
        }
        mask |= 1L << bit;
        quantities[bit] = value;
    }

    /** Whether a quantity is known. */
    public boolean has(Quantity quantity) {
        return (mask & 1L << quantity.ordinal()) != 0;
    }

    /** A quantity; only where it is known. */
    public long get(Quantity quantity) {
        return quantities[quantity.ordinal()];
    }

    /** Says how the inference ended. */
    public void outcome(Outcome outcome) {
        code(RecordLayout.OUTCOME_SHIFT, outcome.ordinal());
    }

    /** Whether it was said how the inference ended. */
    public boolean hasOutcome() {
        return (mask & 0xffL << RecordLayout.OUTCOME_SHIFT) != 0;
    }

    /** Says where the token counts come from. */
    public void tokensSource(TokensSource source) {
        code(RecordLayout.TOKENS_SOURCE_SHIFT, source.ordinal());
    }

    /** Says what the device time was read from. */
    public void deviceTimeSource(DeviceTimeSource source) {
        code(RecordLayout.DEVICE_TIME_SOURCE_SHIFT, source.ordinal());
    }

    /** The {@link TokensSource}'s ordinal; -1 where it is unknown. */
    public int tokensSource() {
        return ((int) (mask >>> RecordLayout.TOKENS_SOURCE_SHIFT) & 0xff) - 1;
    }

    /** The {@link DeviceTimeSource}'s ordinal; -1 where it is unknown. */
    public int deviceTimeSource() {
        return ((int) (mask >>> RecordLayout.DEVICE_TIME_SOURCE_SHIFT) & 0xff) - 1;
    }

    private void code(int shift, int ordinal) {
        mask = (mask & ~(0xffL << shift)) | ((ordinal + 1L) << shift);
    }

    /** What is known since the model was loaded. */
    public Facts model() {
        return model;
    }

    /** Replaces what is known of the model. */
    public void model(Facts facts) {
        model = facts;
    }

    /** Who pays, and the scope's attributes. */
    public Facts scope() {
        return scope;
    }

    /** Replaces who pays, and the attributes. */
    public void scope(Facts facts) {
        scope = facts;
    }

    /** Makes all token counts unknown, and where they come from. */
    public void forgetTokens() {
        for (Quantity quantity : Quantity.TOKENS) {
            set(quantity, -1);
        }
        mask &= ~(0xffL << RecordLayout.TOKENS_SOURCE_SHIFT);
    }

    /** Names this inference for the records of those that were made inside it; 0 where there are none. */
    public void scopeId(long id) {
        scopeId = id;
    }

    /** Names the inference that this one was made in; 0 where there is none. */
    public void parent(long id) {
        parent = id;
    }

    /**
     * Names the span in which the inference was made.
     *
     * @param traceId 32 hexadecimal digits in lower case
     * @param spanId 16 of them
     * @return false where they are something else, and nothing is said
     */
    public boolean span(String traceId, String spanId) {
        return span.set(traceId, spanId);
    }

    /** What is known of the model, and the span in which the inference was made. */
    public Facts modelAndSpan() {
        return span.with(model);
    }

    /** Takes all that another draft says, apart from who pays. */
    public void copyFrom(UsageDraft other) {
        span.copyFrom(other.span);
        System.arraycopy(other.quantities, 0, quantities, 0, quantities.length);
        mask = other.mask;
        model = other.model;
        more = other.more;
    }

    /** Adds facts that were not known before the call, such as the error; they replace those added before. */
    public void more(Facts facts) {
        more = facts;
    }

    /** The facts that were added. */
    public Facts more() {
        return more;
    }

    /**
     * Encodes the record as in {@link RecordLayout} into {@link #bytes}.
     *
     * @return its length in bytes; more than {@link RecordLayout#MAX_RECORD_BYTES} where it is too long to be kept
     */
    public int encode() {
        int numbers = Long.BYTES * Long.bitCount(mask & RecordLayout.QUANTITY_BITS);
        int ids = (scopeId == 0 ? 0 : ID_LENGTH) + (parent == 0 ? 0 : ID_LENGTH) + span.length();
        int length = RecordLayout.QUANTITIES + numbers + model.length() + scope.length() + more.length() + ids;
        if (length > buffer.length) {
            if (length > RecordLayout.MAX_RECORD_BYTES) {
                return length;
            }
            buffer = Arrays.copyOf(buffer, Integer.highestOneBit(length) << 1);
        }
        if (factsAt != RecordLayout.QUANTITIES + numbers
                || model != writtenModel
                || scope != writtenScope
                || more != writtenMore) {
            // First: should this be thrown out of half-way, nobody may take the bytes for what they were.
            factsAt = 0;
        }
        byte[] to = buffer;
        RecordLayout.LONGS.set(to, RecordLayout.START, startNanos);
        RecordLayout.LONGS.set(to, RecordLayout.MASK, mask);
        int at = RecordLayout.QUANTITIES;
        for (long rest = mask & RecordLayout.QUANTITY_BITS; rest != 0; rest &= rest - 1) {
            RecordLayout.LONGS.set(to, at, quantities[Long.numberOfTrailingZeros(rest)]);
            at += Long.BYTES;
        }
        if (factsAt == 0) {
            facts(at);
        }
        int facts = factsCrc;
        if (ids != 0) {
            ids(length - ids);
            facts = crc(at, length);
        }
        RecordLayout.INTS.set(to, RecordLayout.CRC, RecordLayout.checksum(crc(RecordLayout.START, at), facts));
        return length;
    }

    private int crc(int from, int end) {
        crc.reset();
        crc.update(buffer, from, end - from);
        return (int) crc.getValue();
    }

    /** Writes what stays the same from one call to the next as long as the model, the payer and the kind of call do. */
    private void facts(int from) {
        buffer[RecordLayout.TYPE] = RecordType.USAGE.code();
        buffer[RecordLayout.VERSION] = RecordLayout.RECORD_FORMAT;
        int at = model.copyTo(buffer, from);
        at = scope.copyTo(buffer, at);
        at = more.copyTo(buffer, at);
        factsCrc = crc(from, at);
        writtenModel = model;
        writtenScope = scope;
        writtenMore = more;
        factsAt = from;
    }

    private void ids(int from) {
        int at = from;
        if (parent != 0) {
            at = id(Fact.PARENT, parent, at);
        }
        if (scopeId != 0) {
            at = id(Fact.SCOPE_ID, scopeId, at);
        }
        span.put(buffer, at);
    }

    private int id(Fact fact, long id, int from) {
        buffer[from] = fact.tag();
        buffer[from + 1] = ID_DIGITS;
        buffer[from + 2] = 0;
        int end = from + ID_LENGTH;
        long rest = id;
        for (int at = end - 1; at >= from + ID_LENGTH - ID_DIGITS; at--) {
            int digit = (int) rest & 0xf;
            buffer[at] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
            rest >>>= 4;
        }
        return end;
    }

    /** The buffer that {@link #encode} filled from its beginning. */
    public byte[] bytes() {
        return buffer;
    }
}
