package io.meterweave.record;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
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

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);
    private static final long NANOS = 1_000_000_000L;
    private static final Fact[] WHAT = {
        Fact.OPERATION, Fact.PROVIDER, Fact.REQUEST_MODEL, Fact.RESPONSE_MODEL, Fact.MODEL_VERSION
    };
    private static final Quantity[] TOKENS = {
        Quantity.INPUT_TOKENS,
        Quantity.OUTPUT_TOKENS,
        Quantity.CACHE_READ_INPUT_TOKENS,
        Quantity.CACHE_CREATION_INPUT_TOKENS,
        Quantity.REASONING_OUTPUT_TOKENS
    };

    private final String epoch;
    private final String source;
    private final JsonText json = new JsonText();
    private long second = Long.MIN_VALUE;
    private String toTheSecond = "";

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
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(epochNanos, NANOS), Math.floorMod(epochNanos, NANOS)));
    }

    /**
     * Renders an event.
     *
     * @param usage the decoded body where the event is usage, else null
     * @return one line of UTF-8 without its line feed
     */
    public byte[] write(JournalEntry entry, @Nullable UsageRecord usage) {
        return render(entry, usage).bytes();
    }

    /** Like {@link #write}, without a copy: the text is the writer's own, until it is asked for the next one. */
    public JsonText render(JournalEntry entry, @Nullable UsageRecord usage) {
        String subject = usage == null ? null : usage.get(Fact.SUBJECT);
        json.reset().open();
        json.put("specversion", "1.0");
        json.begin("id").part(epoch).part(".").part(entry.sequence(), 1).end();
        json.put("source", source);
        json.put("type", entry.type().eventType());
        if (subject != null) {
            json.put("subject", subject);
        }
        putTime(entry.timeNanos());
        json.put("datacontenttype", "application/json");
        json.begin("sequence").part(entry.sequence(), 19).end();
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
        return json.close();
    }

    /** The same as {@link #time}: the date is formatted once a second. */
    private void putTime(long epochNanos) {
        long now = Math.floorDiv(epochNanos, NANOS);
        if (now != second) {
            toTheSecond = TO_THE_SECOND.format(Instant.ofEpochSecond(now));
            second = now;
        }
        json.begin("time")
                .part(toTheSecond)
                .part(Math.floorMod(epochNanos, NANOS) / 1_000, 6)
                .part("Z")
                .end();
    }

    private void usage(UsageRecord usage, boolean recovered) {
        for (Fact fact : WHAT) {
            put(usage, fact);
        }
        for (Quantity quantity : TOKENS) {
            put(usage, quantity);
        }
        TokensSource tokens = usage.tokensSource();
        if (tokens != null) {
            json.put("tokens_source", tokens.word());
        }
        put(usage, Quantity.ITEMS);
        put(usage, Fact.DEVICE);
        put(usage, Fact.DEVICE_ID);
        put(usage, Quantity.DEVICE_TIME_NS);
        DeviceTimeSource time = usage.deviceTimeSource();
        if (time != null) {
            json.put("device_time_source", time.word());
        }
        put(usage, Quantity.WALL_TIME_NS);
        put(usage, Quantity.TIME_TO_FIRST_TOKEN_NS);
        Outcome outcome = usage.outcome();
        if (outcome != null) {
            json.put("outcome", outcome.word());
        }
        put(usage, Fact.ERROR_TYPE);
        put(usage, Quantity.ATTEMPTS);
        if (recovered) {
            json.put("recovered", true);
        }
        put(usage, Fact.TRACE_ID);
        put(usage, Fact.SPAN_ID);
        putId(usage, Fact.PARENT);
        putId(usage, Fact.SCOPE_ID);
        put(usage, Fact.SUBJECT_SOURCE);
        if (!usage.attributes().isEmpty()) {
            json.open("attributes");
            for (Map.Entry<String, String> attribute : usage.attributes().entrySet()) {
                json.put(attribute.getKey(), attribute.getValue());
            }
            json.close();
        }
    }

    /** Ids are stored as unique in their epoch; outside they have to be unique in the world. */
    private void putId(UsageRecord usage, Fact fact) {
        String id = usage.get(fact);
        if (id != null) {
            json.begin(fact.field()).part(epoch).part("/").part(id).end();
        }
    }

    private void put(UsageRecord usage, Fact fact) {
        String value = usage.get(fact);
        if (value != null) {
            json.put(fact.field(), value);
        }
    }

    private void put(UsageRecord usage, Quantity quantity) {
        long value = usage.value(quantity);
        if (value != UsageRecord.UNKNOWN) {
            json.put(quantity.field(), value);
        }
    }
}
