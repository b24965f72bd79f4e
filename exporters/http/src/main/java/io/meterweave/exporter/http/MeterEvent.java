package io.meterweave.exporter.http;

import java.time.Instant;
import java.util.Map;

/**
 * One quantity of one record.
 *
 * @param id the record's, and the quantity: at most 84 characters, whatever the target calls its meter
 * @param source the record's
 * @param customer who is billed
 * @param meter what the target is to count it as
 * @param value not negative
 * @param time when the inference began
 * @param timeText the same as the record has it, RFC 3339 in UTC with microseconds
 * @param dimensions what else is told of it, in the configured order
 */
record MeterEvent(
        String id,
        String source,
        String customer,
        Meter meter,
        long value,
        Instant time,
        String timeText,
        Map<String, String> dimensions) {}
