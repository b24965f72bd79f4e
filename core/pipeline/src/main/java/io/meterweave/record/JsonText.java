package io.meterweave.record;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Writes the canonical JSON that manifests hash: UTF-8, the given key order, no white space, and of all characters only
 * {@code "}, {@code \} and those below U+0020 escaped. A library's writer may change its escapes in a release; a hash
 * that finance keeps for years may not. Not thread-safe; reusable.
 */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private byte[] text = new byte[1024];
    private int length;
    private boolean first = true;

    /** Empties the text. */
    public JsonText reset() {
        length = 0;
        first = true;
        return this;
    }

    /** Opens an object: the whole text, or the value of {@code key}. */
    public JsonText open() {
        write('{');
        first = true;
        return this;
    }

    /** Opens an object as the value of {@code key}. */
    public JsonText open(String key) {
        key(key);
        return open();
    }

    /** Closes the object that was opened last. */
    public JsonText close() {
        write('}');
        first = false;
        return this;
    }

    /** Adds a string. */
    public JsonText put(String key, String value) {
        key(key);
        string(value);
        return this;
    }

    /** Adds an integer. */
    public JsonText put(String key, long value) {
        key(key);
        digits(value, 1);
        return this;
    }

    /** Begins a string that is made of parts. */
    JsonText begin(String key) {
        key(key);
        write('"');
        return this;
    }

    /** Adds a part to the string that was begun. */
    JsonText part(String text) {
        characters(text);
        return this;
    }

    /** Adds a number to the string that was begun, with leading zeros where it has fewer digits. */
    JsonText part(long number, int leastDigits) {
        digits(number, leastDigits);
        return this;
    }

    /** Ends the string that was begun. */
    JsonText end() {
        write('"');
        return this;
    }

    /** Adds a boolean. */
    public JsonText put(String key, boolean value) {
        key(key);
        ascii(value ? "true" : "false");
        return this;
    }

    /** Adds a value that is JSON already. */
    public JsonText raw(String key, byte[] json) {
        key(key);
        room(json.length);
        System.arraycopy(json, 0, text, length, json.length);
        length += json.length;
        return this;
    }

    /** The text so far. */
    public byte[] bytes() {
        return Arrays.copyOf(text, length);
    }

    /** Feeds the text so far to a digest. */
    public void update(MessageDigest digest) {
        digest.update(text, 0, length);
    }

    private void key(String key) {
        if (!first) {
            write(',');
        }
        first = false;
        string(key);
        write(':');
    }

    private void string(String value) {
        write('"');
        characters(value);
        write('"');
    }

    /** Without a copy of them: this runs for every record, on the journal thread and for each exporter. */
    private void characters(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                write('\\');
                write(c);
            } else if (c < 0x20) {
                control(c);
            } else if (c < 0x80) {
                write(c);
            } else {
                i += beyondAscii(value, i);
            }
        }
    }

    /** Answers how many further characters it has taken. */
    private int beyondAscii(String value, int at) {
        int point = value.codePointAt(at);
        if (point < 0x800) {
            write(0xc0 | (point >> 6));
        } else if (point < 0x10000) {
            if (Character.isSurrogate((char) point)) {
                write('?'); // It stands alone, and has no UTF-8 form.
                return 0;
            }
            write(0xe0 | (point >> 12));
            write(continuation(point >> 6));
        } else {
            write(0xf0 | (point >> 18));
            write(continuation(point >> 12));
            write(continuation(point >> 6));
        }
        write(continuation(point));
        return point < 0x10000 ? 0 : 1;
    }

    private static int continuation(int bits) {
        return 0x80 | (bits & 0x3f);
    }

    private void digits(long value, int least) {
        if (value < 0) {
            ascii(Long.toString(value));
            return;
        }
        int count = least;
        for (long rest = value, n = 1; rest > 0; rest /= 10, n++) {
            count = (int) Math.max(count, n);
        }
        room(count);
        long rest = value;
        for (int at = length + count - 1; at >= length; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void control(char b) {
        write('\\');
        switch (b) {
            case '\b' -> write('b');
            case '\t' -> write('t');
            case '\n' -> write('n');
            case '\f' -> write('f');
            case '\r' -> write('r');
            default -> {
                ascii("u00");
                write(HEX.charAt(b >> 4));
                write(HEX.charAt(b & 15));
            }
        }
    }

    private void ascii(String characters) {
        for (int i = 0; i < characters.length(); i++) {
            write(characters.charAt(i));
        }
    }

    private void write(int b) {
        room(1);
        text[length++] = (byte) b;
    }

    private void room(int more) {
        if (length + more > text.length) {
            text = Arrays.copyOf(text, Math.max(length + more, text.length * 2));
        }
    }
}
