package io.meterweave.ship;

import io.meterweave.record.MalformedRecordException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a journal of dead letters: a letter, or a mark that tells what became of one.
 *
 * <pre>
 *   0      1        2          4             8          16      24         28
 *   +------+--------+----------+-------------+----------+-------+----------+------+------+---------+-------+
 *   | kind | format | type len | subject len | sequence | time  | text len | text | type | subject | event |
 *   +------+--------+----------+-------------+----------+-------+----------+------+------+---------+-------+
 *   | int8 | int8   | int16    | int32       | int64    | int64 | int32    |  UTF-8, the event to the end
 * </pre>
 *
 * Little-endian. {@code text} is the target's answer, or the reason for dropping; a subject's length of -1 is none. A mark
 * has no type, no subject and no event.
 *
 * @param kind what it is
 * @param sequence the event's
 * @param timeNanos when this was, in nanoseconds since 1970-01-01T00:00:00Z
 * @param text the answer or the reason
 * @param event the event; null in a mark
 */
record LetterEntry(
        Kind kind,
        long sequence,
        long timeNanos,
        String text,
        @Nullable UsageEvent event) {
    /** What an entry is. The ordinal plus one is its number in the stored format: append, never reorder. */
    enum Kind {
        /** An event was refused. */
        LETTER,
        /** It was sent again and refused again; the text is the new answer. */
        REFUSED_AGAIN,
        /** It was sent again and accepted. */
        REPLAYED,
        /** Somebody gave it up, for the reason in the text. */
        DROPPED
    }

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final byte FORMAT = 1;
    private static final int HEAD = 28;
    /** A letter's journal entry was at most a quarter of 1 MiB, and JSON escapes a byte with six. */
    static final int MOST_BYTES = 2 << 20;

    static LetterEntry letter(Refused refused, long timeNanos) {
        UsageEvent event = refused.event();
        return new LetterEntry(Kind.LETTER, event.sequence(), timeNanos, refused.answer(), event);
    }

    static LetterEntry mark(Kind kind, long sequence, long timeNanos, String text) {
        return new LetterEntry(kind, sequence, timeNanos, RefusedException.bounded(text), null);
    }

    ByteBuffer encode() {
        byte[] texts = text.getBytes(StandardCharsets.UTF_8);
        byte[] type = event == null ? new byte[0] : event.type().getBytes(StandardCharsets.UTF_8);
        String named = event == null ? null : event.subject();
        byte[] subject = named == null ? new byte[0] : named.getBytes(StandardCharsets.UTF_8);
        byte[] json = event == null ? new byte[0] : event.json();
        ByteBuffer out = ByteBuffer.allocate(HEAD + texts.length + type.length + subject.length + json.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) (kind.ordinal() + 1)).put(FORMAT).putShort((short) type.length);
        out.putInt(named == null ? -1 : subject.length);
        out.putLong(sequence).putLong(timeNanos).putInt(texts.length);
        return out.put(texts).put(type).put(subject).put(json).flip();
    }

    /**
     * Decodes and checks an entry: it may have been written by anybody.
     *
     * @param epoch whose events are expected
     * @throws MalformedRecordException where the bytes are no entry of this format, or the event is not this epoch's
     */
    static LetterEntry decode(ByteBuffer bytes, String epoch) throws MalformedRecordException {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < HEAD || in.get(1) != FORMAT) {
            throw new MalformedRecordException("dead letter of " + in.remaining() + " bytes, or of another version");
        }
        int code = in.get(0) - 1;
        int type = in.getShort(2);
        int subject = in.getInt(4);
        int text = in.getInt(24);
        long sequence = in.getLong(8);
        // As longs: two lengths of a stranger's may add up to a small one.
        long json = in.remaining() - HEAD - (long) text - type - Math.max(0, subject);
        boolean letter = code == Kind.LETTER.ordinal();
        if (code < 0 || code >= KINDS.size() || sequence < 1 || type < 0 || subject < -1 || text < 0 || json < 0) {
            throw new MalformedRecordException("dead letter with impossible numbers");
        }
        if (letter ? type == 0 : type + json + subject + 1 > 1) {
            throw new MalformedRecordException("dead letter " + sequence + " whose parts do not fit its kind");
        }
        long time = in.getLong(16);
        in.position(HEAD);
        String answer = RefusedException.bounded(string(in, text));
        String eventType = string(in, type);
        String named = subject < 0 ? null : string(in, subject);
        byte[] event = new byte[(int) json];
        in.get(event);
        if (letter) {
            check(event, epoch, sequence);
        }
        return new LetterEntry(
                KINDS.get(code),
                sequence,
                time,
                answer,
                letter ? new UsageEvent(epoch, sequence, eventType, named, event) : null);
    }

    private static String string(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** An event under another one's id would bill somebody twice; a line feed would make two lines of one. */
    private static void check(byte[] json, String epoch, long sequence) throws MalformedRecordException {
        byte[] begin = ("{\"specversion\":\"1.0\",\"id\":\"" + epoch + "." + sequence + "\",")
                .getBytes(StandardCharsets.US_ASCII);
        boolean sound = json.length > begin.length && json[json.length - 1] == '}';
        for (int i = 0; sound && i < json.length; i++) {
            sound = i < begin.length ? json[i] == begin[i] : json[i] < 0 || json[i] >= 0x20;
        }
        if (!sound) {
            throw new MalformedRecordException("dead letter " + sequence + " without the event of that number");
        }
    }
}
