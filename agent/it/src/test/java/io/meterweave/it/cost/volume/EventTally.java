package io.meterweave.it.cost.volume;

import io.meterweave.it.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Counts the events of one epoch in JSON, whatever is around them, by the id and the type of each: it is to cost less than
 * what it counts. An event is counted once both were seen, wherever the bytes were cut; not thread-safe.
 */
final class EventTally {
    private static final byte[] ID = ascii("id\":\"");
    private static final byte[] TYPE = ascii("type\":\"io.meterweave.");
    private static final byte[] USAGE = ascii(tail(Event.USAGE));
    private static final byte[] LOSS = ascii(tail(Event.LOSS));
    private static final int EPOCH = 36;
    private static final int LONGEST = EPOCH + 44;

    private final BitSet usages = new BitSet();
    private byte[] kept = new byte[0];
    private long sequence = -1;
    private long events;
    private long unique;
    private long repeated;
    private long losses;

    /** Adds bytes that follow those before them: a file's, or a process's output. */
    void add(byte[] bytes, int length) {
        byte[] all = new byte[kept.length + length];
        System.arraycopy(kept, 0, all, 0, kept.length);
        System.arraycopy(bytes, 0, all, kept.length, length);
        int seen = scan(all, all.length - LONGEST);
        kept = Arrays.copyOfRange(all, seen, all.length);
    }

    /** Adds what is whole, or the rest of what was cut. */
    void end() {
        int length = kept.length;
        int unused = scan(Arrays.copyOf(kept, length + LONGEST), length);
        kept = new byte[0];
        sequence = -1;
    }

    private int scan(byte[] bytes, int end) {
        int i = 0;
        while (i < end) {
            if (sequence < 0 && bytes[i] == 'i' && matches(bytes, i, ID)) {
                sequence = number(bytes, i + ID.length + EPOCH);
                i += ID.length + EPOCH;
            } else if (sequence >= 0 && bytes[i] == 't' && matches(bytes, i, TYPE)) {
                count(bytes, i + TYPE.length);
                sequence = -1;
                i += TYPE.length;
            } else {
                i++;
            }
        }
        return Math.max(i, 0);
    }

    private void count(byte[] bytes, int at) {
        events++;
        if (matches(bytes, at, USAGE)) {
            int number = Math.toIntExact(sequence);
            if (usages.get(number)) {
                repeated++;
            } else {
                usages.set(number);
                unique++;
            }
        } else if (matches(bytes, at, LOSS)) {
            losses++;
        }
    }

    /** The number behind the dot; -1 where there is none, and it is no event's id. */
    private static long number(byte[] bytes, int dot) {
        if (dot >= bytes.length || bytes[dot] != '.') {
            return -1;
        }
        long number = 0;
        for (int i = dot + 1; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = 10 * number + bytes[i] - '0';
        }
        return number;
    }

    private static boolean matches(byte[] bytes, int at, byte[] text) {
        return at + text.length <= bytes.length && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String tail(String type) {
        return type.substring("io.meterweave.".length()) + "\"";
    }

    /** All events, those that came again among them. */
    long events() {
        return events;
    }

    /** Usage records, each id once. */
    long usages() {
        return unique;
    }

    /** Those that came again. */
    long repeated() {
        return repeated;
    }

    /** Events that tell of lost records. */
    long losses() {
        return losses;
    }
}
