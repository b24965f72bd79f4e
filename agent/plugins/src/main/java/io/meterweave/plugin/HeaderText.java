package io.meterweave.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.record.Fact;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the value of a header says as text. Its bytes are what is billed; a server shows each as one character. */
final class HeaderText {
    private static final int MOST_OF_A_BYTE = 0xff;

    private HeaderText() {}

    /** The value of a header that is there once; null where it is there again, is too long, or is no text. */
    static @Nullable String only(List<String> values) {
        String value = trimmed(values.get(0));
        return values.size() == 1 && value.length() <= Fact.MAX_BYTES ? whole(text(value)) : null;
    }

    /** Without the spaces that HTTP allows around a value (RFC 9110, 5.5), and that some servers leave. */
    static String trimmed(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isSpace(value.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** Whether each character stands for a byte. */
    static boolean isBytes(String value) {
        return value.chars().allMatch(c -> c <= MOST_OF_A_BYTE);
    }

    /** What its bytes are in UTF-8; null where they are none. */
    static @Nullable String text(String bytes) {
        boolean ascii = true;
        for (int i = 0; i < bytes.length(); i++) {
            ascii &= bytes.charAt(i) < 0x80;
        }
        if (ascii) {
            return bytes;
        }
        byte[] raw = bytes.getBytes(ISO_8859_1);
        String text = new String(raw, UTF_8);
        return Arrays.equals(text.getBytes(UTF_8), raw) ? text : null;
    }

    /** Null where it holds control characters, or what UTF-8 cannot hold: two of them would become the same subject. */
    static @Nullable String whole(@Nullable String text) {
        if (text == null || text.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        return new String(text.getBytes(UTF_8), UTF_8).equals(text) ? text : null;
    }
}
