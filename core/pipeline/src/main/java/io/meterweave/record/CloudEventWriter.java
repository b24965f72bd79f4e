package io.meterweave.record;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Renders a journaled event as its CloudEvents 1.0 line. A pure function of the journaled bytes, the epoch and the
 * source: the same event gives the same bytes on every retry, in every process, for as long as the format lives. Not
 * thread-safe.
 */
public final class CloudEventWriter {
    // Microseconds: what every target's timestamp type holds.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final String epoch;
    private final String source;
    private final JsonText json = new JsonText();

    /**
     * Binds the writer to an epoch.
     *
     * @param epoch the epoch's id
     * @param source {@code /meterweave/<service>/<instance>}
     */
    public CloudEventWriter(String epoch, String source) {
        this.epoch = epoch;
        this.source = source;
    }

    /** Renders an instant as the events' RFC 3339 time. */
    public static String time(long epochNanos) {
        return TIME.format(Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L)));
    }

    /**
     * Renders an event.
     *
     * @param usage the decoded body where the event is usage, else null
     * @return one line of UTF-8 without its line feed
     */
    public byte[] write(JournalEntry entry, @Nullable UsageRecord usage) {
        String subject = usage == null ? null : usage.get(Fact.SUBJECT);
        json.reset().open();
        json.put("specversion", "1.0");
        json.put("id", epoch + "." + entry.sequence());
        json.put("source", source);
        json.put("type", entry.type().eventType());
        if (subject != null) {
            json.put("subject", subject);
        }
        json.put("time", time(entry.timeNanos()));
        json.put("datacontenttype", "application/json");
        json.put("sequence", padded(entry.sequence()));
        if (subject != null) {
            json.put("partitionkey", subject);
        }
        if (usage != null) {
            json.open("data");
            usage(usage, entry.recovered());
            json.close();
        } else {
            byte[] data = new byte[entry.body().remaining()];
            entry.body().duplicate().get(data);
            json.raw("data", data);
        }
        return json.close().bytes();
    }

    private static String padded(long sequence) {
        String digits = Long.toString(sequence);
        return "0000000000000000000".substring(digits.length()) + digits;
    }

    private void usage(UsageRecord usage, boolean recovered) {
        facts(usage, Fact.OPERATION, Fact.PROVIDER, Fact.REQUEST_MODEL, Fact.RESPONSE_MODEL, Fact.MODEL_VERSION);
        quantities(
                usage,
                Quantity.INPUT_TOKENS,
                Quantity.OUTPUT_TOKENS,
                Quantity.CACHE_READ_INPUT_TOKENS,
                Quantity.CACHE_CREATION_INPUT_TOKENS,
                Quantity.REASONING_OUTPUT_TOKENS);
        TokensSource tokens = usage.tokensSource();
        if (tokens != null) {
            json.put("tokens_source", tokens.word());
        }
        quantities(usage, Quantity.ITEMS);
        facts(usage, Fact.DEVICE, Fact.DEVICE_ID);
        quantities(usage, Quantity.DEVICE_TIME_NS);
        DeviceTimeSource time = usage.deviceTimeSource();
        if (time != null) {
            json.put("device_time_source", time.word());
        }
        quantities(usage, Quantity.WALL_TIME_NS, Quantity.TIME_TO_FIRST_TOKEN_NS);
        Outcome outcome = usage.outcome();
        if (outcome != null) {
            json.put("outcome", outcome.word());
        }
        facts(usage, Fact.ERROR_TYPE);
        quantities(usage, Quantity.ATTEMPTS);
        if (recovered) {
            json.put("recovered", true);
        }
        facts(usage, Fact.TRACE_ID, Fact.SPAN_ID, Fact.PARENT);
        if (!usage.attributes().isEmpty()) {
            json.open("attributes");
            for (Map.Entry<String, String> attribute : usage.attributes().entrySet()) {
                json.put(attribute.getKey(), attribute.getValue());
            }
            json.close();
        }
    }

    private void facts(UsageRecord usage, Fact... facts) {
        for (Fact fact : facts) {
            String value = usage.get(fact);
            if (value != null) {
                json.put(fact.field(), value);
            }
        }
    }

    private void quantities(UsageRecord usage, Quantity... quantities) {
        for (Quantity quantity : quantities) {
            OptionalLong value = usage.get(quantity);
            if (value.isPresent()) {
                json.put(quantity.field(), value.getAsLong());
            }
        }
    }
}
