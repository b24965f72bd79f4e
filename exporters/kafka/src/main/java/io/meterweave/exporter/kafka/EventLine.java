package io.meterweave.exporter.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks through an event's line, attribute by attribute. The line is the canonical one of {@code CloudEventWriter}: one
 * object without white space, whose members are strings, but for {@code data}, which comes last. Anything else is not
 * guessed at.
 */
final class EventLine {
    private static final String DATA = "data";

    private final byte[] line;
    private int at;
    private String name = "";
    private int from;
    private int to;
    private boolean escaped;

    EventLine(byte[] line) {
        this.line = line;
        expect('{');
    }

    /**
     * Goes on to the next attribute; answers false where only the data is left.
     *
     * @throws IllegalArgumentException where the line is not canonical
     */
    boolean next() {
        string();
        if (escaped) {
            throw malformed();
        }
        name = new String(line, from, to - from, StandardCharsets.US_ASCII);
        expect(':');
        if (name.equals(DATA)) {
            return false;
        }
        string();
        expect(',');
        return true;
    }

    /** The attribute's name. */
    String name() {
        return name;
    }

    /** The attribute's value in UTF-8. */
    byte[] value() {
        return escaped ? unescaped() : Arrays.copyOfRange(line, from, to);
    }

    /** The data's own bytes, where no attribute is left. */
    byte[] data() {
        int end = line.length - 1;
        if (!name.equals(DATA) || end <= at || line[end] != '}') {
            throw malformed();
        }
        return Arrays.copyOfRange(line, at, end);
    }

    private void string() {
        expect('"');
        from = at;
        escaped = false;
        while (at < line.length && line[at] != '"') {
            boolean escape = line[at] == '\\';
            escaped |= escape;
            at += escape ? 2 : 1;
        }
        to = at;
        expect('"');
    }

    private byte[] unescaped() {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (b == '\\') {
                i++;
                b = switch (line[i]) {
                    case '"', '\\' -> line[i];
                    case 'b' -> '\b';
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'f' -> '\f';
                    case 'r' -> '\r';
                    case 'u' -> control(i += 4);
                    default -> throw malformed();
                };
            }
            plain[length++] = b;
        }
        return Arrays.copyOf(plain, length);
    }

    /** Of {@code \}{@code u00XX}, the character: nothing but control characters is written so. */
    private byte control(int last) {
        int high = last < to ? Character.digit(line[last - 1], 16) : -1;
        int low = last < to ? Character.digit(line[last], 16) : -1;
        if (line[last - 3] != '0' || line[last - 2] != '0' || high < 0 || high > 1 || low < 0) {
            throw malformed();
        }
        return (byte) (high << 4 | low);
    }

    private void expect(char c) {
        if (at >= line.length || line[at] != c) {
            throw malformed();
        }
        at++;
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("no canonical event: at byte " + at + " of " + line.length);
    }
}
