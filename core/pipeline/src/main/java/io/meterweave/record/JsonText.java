package io.meterweave.record;

import java.nio.charset.StandardCharsets;
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
        ascii(Long.toString(value));
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
        // A lone surrogate becomes '?': it has no UTF-8 form.
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                write('\\');
                write(b);
            } else if (b >= 0 && b < 0x20) {
                control(b);
            } else {
                write(b);
            }
        }
        write('"');
    }

    private void control(byte b) {
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
