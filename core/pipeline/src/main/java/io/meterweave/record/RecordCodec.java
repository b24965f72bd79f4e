package io.meterweave.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of {@link RecordLayout} into records. What it reads is hostile until it has been checked. */
public final class RecordCodec {
    private final CRC32C crc = new CRC32C();

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
        if (record.get(from + RecordLayout.VERSION) != RecordLayout.FORMAT) {
            return "record of format " + record.get(from + RecordLayout.VERSION);
        }
        crc.reset();
        record.position(from + RecordLayout.CRC_FROM);
        crc.update(record);
        record.position(from);
        return (int) crc.getValue() == record.getInt(from + RecordLayout.CRC) ? null : "wrong CRC32C";
    }

    /**
     * Decodes the body of a usage entry.
     *
     * @param body from the start nanoTime on, as in {@link RecordLayout}
     * @throws MalformedRecordException where the bytes are no such body
     */
    public static UsageRecord decode(ByteBuffer body) throws MalformedRecordException {
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

    private static void fact(ByteBuffer in, UsageRecord record) throws MalformedRecordException {
        int tag = in.get();
        int length = in.getShort() & 0xffff;
        if (tag < 1 || tag > Fact.ALL.size() || length > in.remaining()) {
            throw new MalformedRecordException("fact " + tag + " of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        Fact fact = Fact.ALL.get(tag - 1);
        if (fact != Fact.ATTRIBUTE) {
            record.facts[tag - 1] = new String(bytes, StandardCharsets.UTF_8);
            return;
        }
        if (length < 1 || (bytes[0] & 0xff) + 1 > length) {
            throw new MalformedRecordException("attribute of " + length + " bytes");
        }
        int key = bytes[0] & 0xff;
        record.attributes.put(
                new String(bytes, 1, key, StandardCharsets.UTF_8),
                new String(bytes, 1 + key, length - 1 - key, StandardCharsets.UTF_8));
    }
}
