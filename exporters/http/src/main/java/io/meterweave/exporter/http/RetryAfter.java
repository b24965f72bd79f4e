package io.meterweave.exporter.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header that tells how long a target wants to be left alone: seconds, or a date. */
final class RetryAfter {
    private static final long MOST_SECONDS = 300;

    private RetryAfter() {}

    /**
     * Answers milliseconds: five minutes at the most, and 0 where nothing is said, or nothing that can be read.
     *
     * @param value the header
     * @param date the answer's {@code Date}, by which the target's clock goes; null where there is none
     * @param now by our clock, for where the target's is not known
     */
    static long millis(@Nullable String value, @Nullable String date, Instant now) {
        if (value == null) {
            return 0;
        }
        String text = value.strip();
        if (text.matches("[0-9]+")) {
            // More digits than that are more seconds than that, unless they are zeroes.
            String digits = text.replaceFirst("^0+(?=.)", "");
            return bounded(digits.length() > 9 ? MOST_SECONDS : Long.parseLong(digits));
        }
        Instant until = date(text);
        if (until == null) {
            return 0;
        }
        Instant sent = date == null ? null : date(date.strip());
        return bounded(until.getEpochSecond() - (sent == null ? now : sent).getEpochSecond());
    }

    private static long bounded(long seconds) {
        return 1_000 * Math.max(0, Math.min(MOST_SECONDS, seconds));
    }

    private static @Nullable Instant date(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
