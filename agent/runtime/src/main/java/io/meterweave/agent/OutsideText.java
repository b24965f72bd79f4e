package io.meterweave.agent;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text that the environment, the host or a library has made, as an event may carry it. */
final class OutsideText {
    /** The longest value in bytes of UTF-8: what a usage record's values may have, too. */
    static final int MAX_BYTES = 256;

    private static final int MAX_MESSAGE = 512;

    private OutsideText() {}

    /**
     * A value without control characters and what else is not visible. One that is longer than {@value #MAX_BYTES} bytes is
     * unknown rather than cut: half a name is another name.
     *
     * @return null where nothing is left, or too much
     */
    static @Nullable String value(@Nullable String text) {
        if (text == null || text.length() > 4 * MAX_BYTES) {
            return null;
        }
        String visible = visible(text).strip();
        return visible.isEmpty() || visible.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES ? null : visible;
    }

    /** A message likewise; a longer one than {@value #MAX_MESSAGE} characters is cut. */
    static String message(String text) {
        String start = text.length() > 2 * MAX_MESSAGE ? text.substring(0, 2 * MAX_MESSAGE) : text;
        String visible = visible(start).strip();
        int end = visible.offsetByCodePoints(0, Math.min(MAX_MESSAGE, visible.codePointCount(0, visible.length())));
        return visible.isEmpty() ? "unknown" : visible.substring(0, end);
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(OutsideText::isVisible).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
