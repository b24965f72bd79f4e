package io.meterweave.cli.verify;

import io.meterweave.record.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Steps through bytes that should be canonical JSON, as {@link io.meterweave.record.JsonText} writes it, and refuses
 * everything else: white space, other escapes, numbers that are no integers, arrays, bytes that are not UTF-8. Allocates
 * nothing on its way.
 */
final class JsonCursor {
    private static final int DEEPEST = 8;
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private byte[] text = new byte[0];
    private int at;
    private int end;
    private int from;
    private int to;

    /** Stands on the first of the bytes from {@code begin} to before {@code limit}. */
    void reset(byte[] bytes, int begin, int limit) {
        text = bytes;
        at = begin;
        end = limit;
    }

    static byte[] ascii(String literal) {
        return literal.getBytes(StandardCharsets.US_ASCII);
    }

    int at() {
        return at;
    }

    /** Steps over the literal where it stands here; answers whether it did. */
    boolean take(byte[] literal) {
        int behind = at + literal.length;
        if (behind > end || !Arrays.equals(text, at, behind, literal, 0, literal.length)) {
            return false;
        }
        at = behind;
        return true;
    }

    boolean take(char c) {
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    void expect(byte[] literal) throws MalformedRecordException {
        if (!take(literal)) {
            throw fault(new String(literal, StandardCharsets.US_ASCII) + " is missing");
        }
    }

    void expect(char c) throws MalformedRecordException {
        if (!take(c)) {
            throw fault(c + " is missing");
        }
    }

    void expectEnd() throws MalformedRecordException {
        if (at != end) {
            throw fault("more follows than an event");
        }
    }

    /** Steps over a string; {@link #from} and {@link #to} are then around what is between its quotes. */
    void string() throws MalformedRecordException {
        expect('"');
        from = at;
        while (at < end) {
            int b = text[at];
            if (b == '"') {
                to = at++;
                return;
            }
            if (b == '\\') {
                escape();
            } else if (b < 0) {
                multibyte();
            } else if (b < 0x20) {
                throw fault("a raw control character");
            } else {
                at++;
            }
        }
        throw fault("a string is cut off");
    }

    private void escape() throws MalformedRecordException {
        int next = at + 1 < end ? text[at + 1] : 0;
        if ("\"\\btnfr".indexOf(next) >= 0 && next != 0) {
            at += 2;
            return;
        }
        boolean plain = at + 6 <= end && next == 'u' && text[at + 2] == '0' && text[at + 3] == '0';
        int high = plain ? text[at + 4] - '0' : -1;
        int low = plain ? Character.digit(text[at + 5], 16) : -1;
        boolean upper = plain && text[at + 5] >= 'A' && text[at + 5] <= 'F';
        if (high < 0 || high > 1 || low < 0 || upper || "\b\t\n\f\r".indexOf(high * 16 + low) >= 0) {
            throw fault("an escape that is not canonical");
        }
        at += 6;
    }

    private void multibyte() throws MalformedRecordException {
        int lead = text[at] & 0xff;
        int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        boolean whole = lead >= 0xc2 && lead <= 0xf4 && at + more < end;
        for (int i = 1; whole && i <= more; i++) {
            whole = (text[at + i] & 0xc0) == 0x80;
        }
        int second = whole ? text[at + 1] & 0xff : 0;
        boolean tooShort = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
        boolean surrogateOrTooHigh = (lead == 0xed && second > 0x9f) || (lead == 0xf4 && second > 0x8f);
        if (!whole || tooShort || surrogateOrTooHigh) {
            throw fault("bytes that are not UTF-8");
        }
        at += more + 1;
    }

    /** Steps over an integer that is not negative, and answers it. */
    long integer() throws MalformedRecordException {
        int begin = at;
        digits(19);
        long value = 0;
        for (int i = begin; i < at; i++) {
            value = value * 10 + (text[i] - '0');
        }
        if (value < 0) {
            throw fault("a number above 9223372036854775807");
        }
        return value;
    }

    /** Steps over the digits of an integer that is not negative; {@link #from} and {@link #to} are then around them. */
    void digits(int most) throws MalformedRecordException {
        from = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        to = at;
        if (to == from || to - from > most || (text[from] == '0' && to - from > 1)) {
            throw fault("a number that is no canonical integer");
        }
    }

    /** Steps over any value. */
    void value() throws MalformedRecordException {
        int begin = at;
        value(0);
        from = begin;
        to = at;
    }

    private void value(int depth) throws MalformedRecordException {
        if (depth > DEEPEST) {
            throw fault("objects within objects, too deep");
        }
        if (at < end && text[at] == '"') {
            string();
        } else if (take('{')) {
            if (take('}')) {
                return;
            }
            do {
                string();
                expect(':');
                value(depth + 1);
            } while (take(','));
            expect('}');
        } else if (!take(TRUE) && !take(FALSE)) {
            boolean unused = take('-');
            digits(40);
        }
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean isTaken(byte[] literal) {
        return Arrays.equals(text, from, to, literal, 0, literal.length);
    }

    /** What was stepped over last, as it stands there. */
    String taken() {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    MalformedRecordException fault(String what) {
        return new MalformedRecordException(what + " at byte " + (at + 1));
    }
}
