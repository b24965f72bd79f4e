package io.meterweave.record;

import org.jspecify.annotations.Nullable;

/**
 * The span in which an inference was made: 32 and 16 hexadecimal digits in lower case (W3C Trace Context, 3.2.2). Keeps the
 * strings that the tracer has, and writes their characters without a copy.
 */
final class SpanIds {
    private static final int HEAD = 3;
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final int LENGTH = HEAD + TRACE_DIGITS + HEAD + SPAN_DIGITS;

    private @Nullable String trace;
    private @Nullable String span;

    /** Answers false where they are something else, and sets nothing. */
    boolean set(String traceId, String spanId) {
        if (!isHex(traceId, TRACE_DIGITS) || !isHex(spanId, SPAN_DIGITS)) {
            return false;
        }
        trace = traceId;
        span = spanId;
        return true;
    }

    private static boolean isHex(String text, int digits) {
        if (text.length() != digits) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    void clear() {
        if (trace != null) {
            trace = null;
            span = null;
        }
    }

    void copyFrom(SpanIds other) {
        trace = other.trace;
        span = other.span;
    }

    /** How many bytes {@link #put} writes. */
    int length() {
        return trace == null ? 0 : LENGTH;
    }

    /** Writes both as facts. */
    void put(byte[] buffer, int at) {
        String traceId = trace;
        String spanId = span;
        if (traceId != null && spanId != null) {
            put(Fact.SPAN_ID, spanId, buffer, put(Fact.TRACE_ID, traceId, buffer, at));
        }
    }

    private static int put(Fact fact, String digits, byte[] buffer, int at) {
        int length = digits.length();
        buffer[at] = fact.tag();
        buffer[at + 1] = (byte) length;
        buffer[at + 2] = 0;
        for (int i = 0; i < length; i++) {
            buffer[at + HEAD + i] = (byte) digits.charAt(i);
        }
        return at + HEAD + length;
    }

    /** The facts, and these. */
    Facts with(Facts facts) {
        String traceId = trace;
        String spanId = span;
        return traceId == null || spanId == null
                ? facts
                : facts.with(Fact.TRACE_ID, traceId).with(Fact.SPAN_ID, spanId);
    }
}
