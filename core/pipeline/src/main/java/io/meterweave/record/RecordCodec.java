package io.meterweave.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of {@link RecordLayout} into records. What it reads is hostile until it has been checked. */
public final class RecordCodec {
    private final CRC32C crc = new CRC32C();
    private final RecentTexts texts = new RecentTexts();

    /**
     * Checks a record that was taken from the ring.
     *
     * @param record the record from position to limit, little-endian
     * @return null where it is whole; what is wrong with it otherwise
     */
    public @Nullable String fault(ByteBuffer record) {
        int from = record.position();
        if (record.remaining() < RecordLayout.QUANTITIES) {
            return "record of " + record.remaining() + " bytes";
        }
        if (record.get(from + RecordLayout.VERSION) != RecordLayout.RECORD_FORMAT) {
            return "record of format " + record.get(from + RecordLayout.VERSION);
        }
        if (record.get(from + RecordLayout.TYPE) != RecordType.USAGE.code()
                || record.getShort(from + RecordLayout.ZERO) != 0) {
            return "record of type " + record.get(from + RecordLayout.TYPE);
        }
        long mask = record.getLong(from + RecordLayout.MASK);
        int facts = from + RecordLayout.QUANTITIES + Long.BYTES * Long.bitCount(mask & RecordLayout.QUANTITY_BITS);
        if (facts > record.limit()) {
            return "record that ends in its quantities";
        }
        int sum = RecordLayout.checksum(
                crc(record, from + RecordLayout.START, facts), crc(record, facts, record.limit()));
        return sum == record.getInt(from + RecordLayout.CRC) ? null : "wrong CRC32C";
    }

    private int crc(ByteBuffer record, int from, int end) {
        int position = record.position();
        int limit = record.limit();
        crc.reset();
        crc.update(record.limit(end).position(from));
        record.limit(limit).position(position);
        return (int) crc.getValue();
    }

    /**
     * Decodes the body of a usage entry.
     *
     * @param body from the start nanoTime on, as in {@link RecordLayout}
     * @throws MalformedRecordException where the bytes are no such body
     */
    public static UsageRecord decode(ByteBuffer body) throws MalformedRecordException {
        return new RecordCodec().decodeNext(body);
    }

    /** Like {@link #decode}, one of many: what most of them say is one string. */
    public UsageRecord decodeNext(ByteBuffer body) throws MalformedRecordException {
        ByteBuffer in = body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            UsageRecord record = new UsageRecord(in.getLong());
            long mask = in.getLong();
            if ((mask & RecordLayout.QUANTITY_BITS) >>> Quantity.ALL.size() != 0) {
                throw new MalformedRecordException("unknown quantity in mask " + Long.toHexString(mask));
            }
            record.mask = mask;
            checkCode(mask, RecordLayout.OUTCOME_SHIFT, Outcome.ALL.size(), "outcome");
            checkCode(mask, RecordLayout.TOKENS_SOURCE_SHIFT, TokensSource.ALL.size(), "tokens source");
            checkCode(mask, RecordLayout.DEVICE_TIME_SOURCE_SHIFT, DeviceTimeSource.ALL.size(), "device time source");
            for (long rest = mask & RecordLayout.QUANTITY_BITS; rest != 0; rest &= rest - 1) {
                long quantity = in.getLong();
                if (quantity < 0) {
                    throw new MalformedRecordException("negative quantity " + quantity);
                }
                record.quantities[Long.numberOfTrailingZeros(rest)] = quantity;
            }
            while (in.hasRemaining()) {
                fact(in, record);
            }
            return record;
        } catch (java.nio.BufferUnderflowException e) {
            throw new MalformedRecordException("record ends early");
        }
    }

    private static void checkCode(long mask, int shift, int known, String what) throws MalformedRecordException {
        int code = (int) (mask >>> shift) & 0xff;
        if (code > known) {
            throw new MalformedRecordException("unknown " + what + " " + code);
        }
    }

    private void fact(ByteBuffer in, UsageRecord record) throws MalformedRecordException {
        int tag = in.get();
        int length = in.getShort() & 0xffff;
        if (tag < 1 || tag > Fact.ALL.size() || length > in.remaining()) {
            throw new MalformedRecordException("fact " + tag + " of " + length + " bytes");
        }
        if (Fact.ALL.get(tag - 1) != Fact.ATTRIBUTE) {
            record.facts[tag - 1] = texts.read(in, length);
            return;
        }
        int key = length < 1 ? 0 : in.get() & 0xff;
        if (key + 1 > length) {
            throw new MalformedRecordException("attribute of " + length + " bytes");
        }
        String name = texts.read(in, key);
        record.attribute(name, texts.read(in, length - 1 - key));
    }
}
