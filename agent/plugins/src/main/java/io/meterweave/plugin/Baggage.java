package io.meterweave.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code baggage} (W3C Baggage, 3.2): entries {@code key=value}, separated by commas, each with properties behind
 * semicolons. Who cannot write the rest of it is not believed in one entry either: all entries are held to the grammar, and
 * what is longer than the 8,192 bytes that everybody has to pass on is not read.
 */
final class Baggage {
    private static final int LONGEST = 8_192;
    private static final int HEX = 16;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]*");

    private Baggage() {}

    /**
     * What the entry with this key says, its percent-encoding undone.
     *
     * @param headers all headers of that name, which are one list
     * @return null where there is no such entry; {@link SubjectSource#REFUSED} where there are several, the header is
     *     malformed or too long, or the value is no text
     */
    static @Nullable String value(List<String> headers, String key) {
        int length = 0;
        for (String header : headers) {
            length += header.length();
        }
        if (length > LONGEST) {
            return SubjectSource.REFUSED;
        }
        String found = null;
        for (String entry : String.join(",", headers).split(",", -1)) {
            String pair = entry.split(";", 2)[0];
            int equals = Math.max(0, pair.indexOf('='));
            String name = HeaderText.trimmed(pair.substring(0, equals));
            String value = HeaderText.trimmed(pair.substring(Math.min(pair.length(), equals + 1)));
            boolean again = found != null && name.equals(key);
            if (again || !KEY.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                return SubjectSource.REFUSED;
            }
            if (name.equals(key)) {
                found = value;
            }
        }
        return found == null ? null : Objects.requireNonNullElse(decoded(found), SubjectSource.REFUSED);
    }

    private static @Nullable String decoded(String value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                bytes.write(c);
            } else if (i + 2 < value.length() && isHex(value.charAt(i + 1)) && isHex(value.charAt(i + 2))) {
                bytes.write(Integer.parseInt(value, i + 1, i + 3, HEX));
                i += 2;
            } else {
                return null;
            }
        }
        return HeaderText.whole(HeaderText.text(bytes.toString(ISO_8859_1)));
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, HEX) >= 0;
    }
}
