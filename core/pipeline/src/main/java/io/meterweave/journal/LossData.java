package io.meterweave.journal;

import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.JsonText;
import io.meterweave.record.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a loss event says. Its data are our own canonical JSON: these two fields come first, in this form, and nothing
 * else is accepted.
 *
 * @param reason the word of {@link io.meterweave.ring.Counter}
 * @param count how many records could not be kept
 */
public record LossData(String reason, long count) {
    private static final Pattern FORM =
            Pattern.compile("\\{\"reason\":\"([a-z_]{1,64})\",\"lost_count\":(0|[1-9][0-9]{0,18})[,}].*");

    /**
     * Reads a loss event.
     *
     * @throws MalformedRecordException where its data have another form
     */
    public static LossData parse(JournalEntry loss) throws MalformedRecordException {
        String json = StandardCharsets.UTF_8.decode(loss.body().duplicate()).toString();
        Matcher form = FORM.matcher(json);
        if (!form.matches()) {
            throw new MalformedRecordException("loss event " + loss.sequence() + " of an unknown form");
        }
        try {
            return new LossData(form.group(1), Long.parseLong(form.group(2)));
        } catch (NumberFormatException e) {
            throw new MalformedRecordException("loss event " + loss.sequence() + " counts " + form.group(2));
        }
    }

    /** The event's data; the times are nanoseconds since 1970. */
    byte[] json(long firstNanos, long lastNanos) {
        return new JsonText()
                .open()
                .put("reason", reason)
                .put("lost_count", count)
                .put("first_time", CloudEventWriter.time(firstNanos))
                .put("last_time", CloudEventWriter.time(lastNanos))
                .close()
                .bytes();
    }
}
