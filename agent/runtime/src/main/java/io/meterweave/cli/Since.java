package io.meterweave.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From when on usage is wanted.
 *
 * @param instant the first moment that is in
 */
record Since(Instant instant) {
    private static final String FORMS = "allowed are an instant (2026-11-22T10:00:00Z), a date (2026-11-22, in UTC) and"
            + " a duration back from now (30s, 15m, 24h, 7d)";
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** What events' times can say: nanoseconds from 1970 in 63 bits. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000L);

    /**
     * Reads what a user wrote.
     *
     * @throws IllegalArgumentException where it has none of the allowed forms; the message says which they are
     */
    static Since parse(String text, Instant now) {
        Instant instant;
        try {
            Matcher duration = DURATION.matcher(text);
            if (duration.matches()) {
                instant = now.minus(duration(Long.parseLong(duration.group(1)), duration.group(2)));
            } else if (DATE.matcher(text).matches()) {
                instant = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            } else {
                instant = OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no such time: " + FORMS, e);
        }
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new IllegalArgumentException("'" + text + "' is before 1970 or after 2262: " + FORMS);
        }
        return new Since(instant);
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** In nanoseconds since 1970-01-01T00:00:00Z. */
    long epochNanos() {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
