package io.meterweave.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.ring.Counter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where requests say who pays. The sources are asked in their order, and the first that says anything is believed: what it
 * says is either the subject or, where that is none, refused and counted. Then there is no subject, and no source of lesser
 * trust is asked: whoever can spoil the better one could choose who pays.
 *
 * @param subjects where the subject comes from, the most trusted first
 * @param attributes the headers that become attributes, by the attribute
 */
public record RequestRule(List<Source> subjects, Map<String, String> attributes) {
    /** Requests say nothing. */
    public static final RequestRule NONE = new RequestRule(List.of(), Map.of());

    /**
     * One place in a request.
     *
     * @param header its name; null for the principal
     */
    public record Source(@Nullable String header) {}

    /** Copies the collections. */
    public RequestRule {
        subjects = List.copyOf(subjects);
        attributes = Map.copyOf(attributes);
    }

    /** Whether requests are asked for anything. */
    public boolean asks() {
        return !subjects.isEmpty() || !attributes.isEmpty();
    }

    /** Whether that depends on who the client is, which the server is still to find out. */
    boolean waits(Request request) {
        for (Source source : subjects) {
            if (source.header() == null && request.principal() == null && request.authenticates()) {
                return true;
            }
            if (said(request, source) != null) {
                return false;
            }
        }
        return false;
    }

    /** Who pays for what is done for the request, and its attributes; {@link Facts#NONE} where it says nothing. */
    Facts payer(Request request) {
        Facts payer = subject(request);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            List<String> values = request.header(attribute.getValue());
            if (values != null && !values.isEmpty()) {
                String value = only(values);
                Facts more = value == null ? null : payer.withAttribute(attribute.getKey(), value);
                if (more == null) {
                    count(request, Counter.REFUSED_ATTRIBUTE);
                } else {
                    payer = more;
                }
            }
        }
        return payer;
    }

    private Facts subject(Request request) {
        for (Source source : subjects) {
            List<String> said = said(request, source);
            if (said != null) {
                String subject = source.header() == null ? whole(said.get(0)) : only(said);
                if (subject != null && Facts.fits(subject)) {
                    return Facts.NONE.with(Fact.SUBJECT, subject);
                }
                count(request, Counter.REFUSED_SUBJECT);
                return Facts.NONE;
            }
        }
        return Facts.NONE;
    }

    /** Once for a request, however often it is begun. */
    private static void count(Request request, Counter what) {
        if (request.arrival() != Request.Arrival.AGAIN) {
            Metering.count(what);
        }
    }

    private static @Nullable List<String> said(Request request, Source source) {
        String header = source.header();
        if (header != null) {
            List<String> values = request.header(header);
            return values == null || values.isEmpty() ? null : values;
        }
        String principal = request.principal();
        return principal == null ? null : List.of(principal);
    }

    /** The value of a header that is there once; null where it is there again, or is no text. */
    private static @Nullable String only(List<String> values) {
        String value = trimmed(values.get(0));
        // Its bytes are what is billed: a server shows each as one character.
        return values.size() == 1 && value.length() <= Fact.MAX_BYTES ? whole(text(value)) : null;
    }

    /** Without the spaces that HTTP allows around a value (RFC 9110, 5.5), and that some servers leave. */
    private static String trimmed(String value) {
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

    private static @Nullable String text(String bytes) {
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
    private static @Nullable String whole(@Nullable String text) {
        if (text == null || text.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        return new String(text.getBytes(UTF_8), UTF_8).equals(text) ? text : null;
    }
}
