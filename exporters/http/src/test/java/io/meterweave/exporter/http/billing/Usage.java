package io.meterweave.exporter.http.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.spi.UsageEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Lines as the pipeline writes them. */
final class Usage {
    static final String EPOCH = "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10";
    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);

    private Usage() {}

    /** What the counters say about number {@code i}: 3 × i in, i out. */
    static UsageEvent of(long sequence) {
        return of(sequence, "cus_" + sequence % 7);
    }

    static UsageEvent of(long sequence, String subject) {
        return of(sequence, subject, NOW, "\"input_tokens\":" + 3 * sequence + ",\"output_tokens\":" + sequence);
    }

    static UsageEvent of(long sequence, String subject, Instant time, String quantities) {
        String who = subject == null ? "" : "\"subject\":\"" + subject + "\",";
        String key = subject == null ? "" : "\"partitionkey\":\"" + subject + "\",";
        // Microseconds that no millisecond holds.
        String text = time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".123456Z");
        String line = "{\"specversion\":\"1.0\",\"id\":\"" + EPOCH + "." + sequence
                + "\",\"source\":\"/meterweave/api/1\",\"type\":\"io.meterweave.usage.v1\"," + who + "\"time\":\""
                + text
                + "\",\"datacontenttype\":\"application/json\",\"sequence\":\"" + String.format("%019d", sequence)
                + "\","
                + key + "\"data\":{\"operation\":\"chat\",\"provider\":\"acme\",\"request_model\":\"m-1\"," + quantities
                + ",\"tokens_source\":\"counted\",\"outcome\":\"ok\",\"attributes\":{\"plan\":\"gold \\\"é\\\"\"}}}";
        return new UsageEvent(EPOCH, sequence, "io.meterweave.usage.v1", subject, line.getBytes(UTF_8));
    }

    static List<UsageEvent> all(long from, long to) {
        List<UsageEvent> events = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            events.add(of(i));
        }
        return events;
    }

    static UsageEvent manifest(long sequence) {
        String line = "{\"specversion\":\"1.0\",\"id\":\"" + EPOCH + "." + sequence + "\",\"data\":{}}";
        return new UsageEvent(EPOCH, sequence, "io.meterweave.manifest.v1", null, line.getBytes(UTF_8));
    }
}
