package io.meterweave.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Facts encoded once, where a model is loaded or a scope opened, so that the hot path only copies bytes. Immutable.
 */
public final class Facts {
    /** No fact. */
    public static final Facts NONE = new Facts(new byte[0]);

    /** The most attributes that a record has. */
    public static final int MOST_ATTRIBUTES = 8;

    private static final int MAX_KEY_BYTES = 64;
    private static final int HEAD = 3;

    private final byte[] bytes;

    private Facts(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Adds a fact.
     *
     * @param fact any but {@link Fact#ATTRIBUTE}
     * @param value 1 to {@value Fact#MAX_BYTES} bytes in UTF-8
     * @return these facts and the new one
     * @throws IllegalArgumentException where the value is empty or too long; see {@link #fits}
     */
    public Facts with(Fact fact, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (text.length == 0 || text.length > Fact.MAX_BYTES) {
            throw new IllegalArgumentException(
                    fact.field() + " has " + text.length + " bytes; allowed are 1 to " + Fact.MAX_BYTES);
        }
        return append(fact, text);
    }

    /** Whether {@link #with} takes the value. */
    public static boolean fits(String value) {
        if (value.isEmpty() || value.length() > Fact.MAX_BYTES) {
            return false;
        }
        return value.getBytes(StandardCharsets.UTF_8).length <= Fact.MAX_BYTES;
    }

    /**
     * Adds an entry to the record's attributes.
     *
     * @param key 1 to 64 bytes in UTF-8
     * @param value at most {@value Fact#MAX_BYTES} bytes in UTF-8
     * @return these facts and the new one; null where one of the two does not fit
     */
    public @Nullable Facts withAttribute(String key, String value) {
        if (key.length() > MAX_KEY_BYTES || value.length() > Fact.MAX_BYTES) {
            return null;
        }
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > MAX_KEY_BYTES || text.length > Fact.MAX_BYTES) {
            return null;
        }
        byte[] entry = new byte[1 + name.length + text.length];
        entry[0] = (byte) name.length;
        System.arraycopy(name, 0, entry, 1, name.length);
        System.arraycopy(text, 0, entry, 1 + name.length, text.length);
        return append(Fact.ATTRIBUTE, entry);
    }

    private Facts append(Fact fact, byte[] value) {
        int at = bytes.length;
        byte[] joined = Arrays.copyOf(bytes, at + HEAD + value.length);
        joined[at] = fact.tag();
        joined[at + 1] = (byte) value.length;
        joined[at + 2] = (byte) (value.length >>> 8);
        System.arraycopy(value, 0, joined, at + HEAD, value.length);
        return new Facts(joined);
    }

    /**
     * Adds those of {@code others} of which these say nothing.
     *
     * @return these facts themselves where there are none
     */
    public Facts orElse(Facts others) {
        long known = known();
        Facts all = this;
        for (int at = 0; at < others.bytes.length; ) {
            int end = at + HEAD + length(others.bytes, at);
            if ((known & 1L << others.bytes[at]) == 0) {
                all = all.joined(Arrays.copyOfRange(others.bytes, at, end));
            }
            at = end;
        }
        return all;
    }

    private Facts joined(byte[] more) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, bytes.length, more.length);
        return new Facts(all);
    }

    /** Whether they say it. */
    public boolean has(Fact fact) {
        return (known() & 1L << fact.tag()) != 0;
    }

    private long known() {
        long known = 0;
        for (int at = 0; at < bytes.length; at += HEAD + length(bytes, at)) {
            known |= 1L << bytes[at];
        }
        return known;
    }

    /** How many entries of the record's attributes are among these. */
    public int attributes() {
        int count = 0;
        for (int at = 0; at < bytes.length; at += HEAD + length(bytes, at)) {
            count += bytes[at] == Fact.ATTRIBUTE.tag() ? 1 : 0;
        }
        return count;
    }

    private static int length(byte[] bytes, int at) {
        return (bytes[at + 1] & 0xff) | (bytes[at + 2] & 0xff) << 8;
    }

    /** The encoded length in bytes. */
    public int length() {
        return bytes.length;
    }

    /** Copies the encoded facts to {@code target} and answers the offset behind them. */
    int copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        return offset + bytes.length;
    }
}
