package io.meterweave.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One journaled event with its place in the epoch, decoded.
 *
 * @param sequence the event's number, gapless from 1 in its epoch
 * @param type what it is
 * @param recovered whether it came back after a crash
 * @param stripe the ring stripe that it was taken from ({@code segment << 16 | stripe}), -1 where the journal made it
 * @param position the ring position behind it
 * @param timeNanos nanoseconds since 1970-01-01T00:00:00Z
 * @param body usage: see {@link RecordCodec#decode}; all other types: the event's data as UTF-8 JSON
 */
public record JournalEntry(
        long sequence, RecordType type, boolean recovered, int stripe, long position, long timeNanos, ByteBuffer body) {
    /** The stripe of an entry that was not taken from a ring. */
    public static final int NO_STRIPE = -1;

    /**
     * Decodes an entry; its body is a view on the bytes, not a copy.
     *
     * @throws MalformedRecordException where the bytes are no entry of this format
     */
    public static JournalEntry decode(ByteBuffer bytes) throws MalformedRecordException {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < RecordLayout.ENTRY_BODY) {
            throw new MalformedRecordException("journal entry of " + in.remaining() + " bytes");
        }
        byte version = in.get(RecordLayout.ENTRY_VERSION);
        if (version != RecordLayout.ENTRY_FORMAT) {
            throw new MalformedRecordException("journal entry of format " + version + "; this version reads format "
                    + RecordLayout.ENTRY_FORMAT + ": use the agent version that wrote it");
        }
        RecordType type = RecordType.ofCode(in.get(RecordLayout.ENTRY_TYPE));
        if (type == null) {
            throw new MalformedRecordException("journal entry of type " + in.get(RecordLayout.ENTRY_TYPE));
        }
        long sequence = in.getLong(RecordLayout.ENTRY_SEQUENCE);
        if (sequence < 1) {
            throw new MalformedRecordException("journal entry with sequence " + sequence);
        }
        return new JournalEntry(
                sequence,
                type,
                (in.getShort(RecordLayout.ENTRY_FLAGS) & RecordLayout.FLAG_RECOVERED) != 0,
                in.getInt(RecordLayout.ENTRY_STRIPE),
                in.getLong(RecordLayout.ENTRY_POSITION),
                in.getLong(RecordLayout.ENTRY_TIME),
                in.slice(RecordLayout.ENTRY_BODY, in.remaining() - RecordLayout.ENTRY_BODY));
    }

    /**
     * Writes an entry's head at the beginning of {@code out} and leaves {@code out} positioned where the body goes.
     *
     * @param out little-endian, with room for {@value RecordLayout#ENTRY_BODY} bytes and the body
     */
    public static void encodeHead(
            ByteBuffer out, long sequence, RecordType type, boolean recovered, int stripe, long position, long time) {
        out.clear();
        out.putLong(sequence);
        out.put(type.code()).put(RecordLayout.ENTRY_FORMAT);
        out.putShort((short) (recovered ? RecordLayout.FLAG_RECOVERED : 0));
        out.putInt(stripe).putLong(position).putLong(time);
    }
}
