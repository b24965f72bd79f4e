package io.meterweave.spi;

import org.jspecify.annotations.Nullable;

/**
 * One event on its way out.
 *
 * @param epoch the epoch that it belongs to
 * @param sequence its number in that epoch; {@code <epoch>.<sequence>} is its id
 * @param type its CloudEvents type
 * @param subject who is billed, null where nobody is named
 * @param json its CloudEvents line in UTF-8 without a line feed; the same bytes on every retry. Not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // copied for none of thousands a second
public record UsageEvent(
        String epoch, long sequence, String type, @Nullable String subject, byte[] json) {
    /** The id that a target's duplicate check sees. */
    public String id() {
        return epoch + "." + sequence;
    }
}
