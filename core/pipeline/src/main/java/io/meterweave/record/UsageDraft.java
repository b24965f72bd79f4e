package io.meterweave.record;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A usage record in the making: owned by one thread, filled, encoded and reset for the next one. Nothing is allocated
 * once its buffer has grown to the longest record that the thread writes.
 */
public final class UsageDraft {
    private static final int FIRST_BUFFER = 512;

    private final long[] quantities = new long[Quantity.ALL.size()];
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private long mask;
    private long startNanos;
    private Facts model = Facts.NONE;
    private Facts scope = Facts.NONE;
    private Facts more = Facts.NONE;
    private int factsAt;
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
        model = modelFacts;
        scope = scopeFacts;
        more = Facts.NONE;
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

    /** Says how the inference ended. */
    public void outcome(Outcome outcome) {
        code(RecordLayout.OUTCOME_SHIFT, outcome.ordinal());
    }

    /** Says where the token counts come from. */
    public void tokensSource(TokensSource source) {
        code(RecordLayout.TOKENS_SOURCE_SHIFT, source.ordinal());
    }

    /** Says what the device time was read from. */
    public void deviceTimeSource(DeviceTimeSource source) {
        code(RecordLayout.DEVICE_TIME_SOURCE_SHIFT, source.ordinal());
    }

    private void code(int shift, int ordinal) {
        mask = (mask & ~(0xffL << shift)) | ((ordinal + 1L) << shift);
    }

    /** Adds facts that were not known before the call, such as the error; they replace those added before. */
    public void more(Facts facts) {
        more = facts;
    }

    /**
     * Encodes the record as in {@link RecordLayout} into {@link #bytes}.
     *
     * @return its length in bytes; more than {@link RecordLayout#MAX_RECORD_BYTES} where it is too long to be kept
     */
    public int encode() {
        int numbers = Long.BYTES * Long.bitCount(mask & RecordLayout.QUANTITY_BITS);
        int length = RecordLayout.QUANTITIES + numbers + model.length() + scope.length() + more.length();
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
        crc.reset();
        crc.update(to, RecordLayout.CRC_FROM, length - RecordLayout.CRC_FROM);
        RecordLayout.INTS.set(to, RecordLayout.CRC, (int) crc.getValue());
        return length;
    }

    /** Writes what stays the same from one call to the next as long as the model, the payer and the kind of call do. */
    private void facts(int from) {
        buffer[RecordLayout.TYPE] = RecordType.USAGE.code();
        buffer[RecordLayout.VERSION] = RecordLayout.FORMAT;
        int at = model.copyTo(buffer, from);
        at = scope.copyTo(buffer, at);
        more.copyTo(buffer, at);
        writtenModel = model;
        writtenScope = scope;
        writtenMore = more;
        factsAt = from;
    }

    /** The buffer that {@link #encode} filled from its beginning. */
    public byte[] bytes() {
        return buffer;
    }
}
