package io.meterweave.exporter.pubsub;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events with {@code projects.topics.publish} of the service's REST interface. A request is acknowledged by as
 * many ids of messages as it has messages.
 *
 * <p>A request may be about one ordering key only. With {@code ordering=subject} a batch is therefore sent in one request
 * for each subject, in the order of their first events, and what has arrived is remembered until all of the batch has:
 * a batch of hundreds of requests, of which each is sent again because one has failed, might never be done with.
 *
 * <p>Each request has a connection of its own, as the {@code http} exporter's (decision 6). Messages about failures hold
 * no cause, whose text could be the service's, and with it a credential.
 */
final class PubSubExporter implements UsageExporter {
    /** Of a request before compression; the service takes 10 MB, and counts less than this: bytes, not their base64. */
    static final int MOST_BYTES = 9_000_000;

    private static final int LONGEST_REASON = 300;

    private final PubSubExporterConfig config;
    private final MessageWriter writer;
    private final Set<String> arrived = new HashSet<>();
    private volatile @Nullable Connected connected;

    /** Made by the thread that sends, when there is something to send: it loads some hundreds of classes. */
    private record Connected(HttpClients clients, Identity identity) {}

    PubSubExporter(PubSubExporterConfig config) {
        this.config = config;
        this.writer = new MessageWriter(config.structured(), config.ordered());
    }

    @Override
    public int fitting(List<UsageEvent> batch) {
        int most = Math.min(batch.size(), config.batchEvents());
        long bytes = 0;
        int fitting = 0;
        while (fitting < most) {
            bytes += writer.atMost(batch.get(fitting));
            if (bytes > MOST_BYTES && fitting > 0) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    @Override
    public void export(List<UsageEvent> batch) throws ExportException {
        Map<String, List<UsageEvent>> byKey = new LinkedHashMap<>();
        for (UsageEvent event : batch) {
            if (!arrived.contains(event.id())) {
                String key = Objects.requireNonNullElse(writer.orderingKey(event), "");
                byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(event);
            }
        }
        for (List<UsageEvent> ofOne : byKey.values()) {
            List<UsageEvent> rest = ofOne;
            while (!rest.isEmpty()) {
                int fitting = fitting(rest);
                publish(rest.subList(0, fitting), batch);
                rest = rest.subList(fitting, rest.size());
            }
        }
        batch.forEach(event -> arrived.remove(event.id()));
    }

    private void publish(List<UsageEvent> events, List<UsageEvent> batch) throws ExportException {
        List<byte[]> messages = new ArrayList<>(events.size());
        for (UsageEvent event : events) {
            try {
                messages.add(writer.message(event));
            } catch (IllegalArgumentException e) {
                throw refused(event, batch, String.valueOf(e.getMessage()));
            }
        }
        try {
            send(PublishBody.of(messages, config.gzip()), messages.size());
        } catch (RefusedException e) {
            // With other requests' events around it, a single one would be looked for again.
            throw events.size() == 1 ? refused(events.get(0), batch, e.answer()) : e;
        }
        events.forEach(event -> arrived.add(event.id()));
    }

    private static RefusedException refused(UsageEvent event, List<UsageEvent> batch, String answer) {
        return new RefusedException(List.of(new RefusedException.Refusal(batch.indexOf(event), answer)));
    }

    private void send(PublishBody body, int messages) throws ExportException {
        Connected through = connected();
        Map<String, String> credentials;
        try {
            credentials = through.identity().headers();
        } catch (IOException e) {
            throw failure(Map.of(), e.getMessage() + "; see " + config.prefix() + "credentials.file", 0);
        }
        Request.Builder request = new Request.Builder()
                .url(config.url())
                .header("Connection", "close")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "meterweave")
                .post(body);
        if (config.gzip()) {
            request.header("Content-Encoding", "gzip");
        }
        Answer answer;
        try {
            credentials.forEach(request::header);
            try (Response response = through.clients()
                    .client(config.url().isHttps())
                    .newCall(request.build())
                    .execute()) {
                answer = Answer.read(response);
            }
        } catch (IOException e) {
            // Before what was read instead of an answer, which may be long.
            throw failure(credentials, "no answer" + see(config.anonymous() ? "emulator" : "endpoint") + ": " + e, 0);
        } catch (RuntimeException e) {
            // Not only what the client declares: a proxy selector is the application's code.
            throw failure(credentials, e.toString(), 0);
        }
        if (answer.status() == 401) {
            through.identity().forget();
        }
        judge(answer, credentials, body, messages);
    }

    private void judge(Answer answer, Map<String, String> credentials, PublishBody body, int messages)
            throws ExportException {
        if (answer.accepts(messages) && body.written()) {
            return;
        }
        String named = (answer.status() + " " + answer.code()).strip();
        if (answer.refuses()) {
            throw new RefusedException(shown(named + ": " + answer.text(), credentials));
        }
        throw failure(
                credentials,
                "it answers " + named + hint(answer.status()) + explanation(answer, messages),
                answer.retryAfterMillis());
    }

    /** Names the settings to look at; before what the service says, which may be long. */
    private String hint(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> see("endpoint");
            case 401 -> see("credentials.file");
            // Of a project that is another's, it does not say whether it has the topic.
            case 403 -> see("credentials.file", "topic");
            case 404 -> see("topic");
            default -> "";
        };
    }

    private String see(String... options) {
        return " (see " + config.prefix() + String.join(", " + config.prefix(), options) + ")";
    }

    private static String explanation(Answer answer, int messages) {
        int status = answer.status();
        if (status < 300) {
            return (answer.messages() < 0 ? " without ids" : " with " + answer.messages() + " ids") + " to " + messages
                    + " messages";
        }
        if (status < 400) {
            return ", a redirect to " + answer.location() + ", which is not followed";
        }
        // A service that is out of order says nothing of use, and always in other words.
        return status == 429 || status >= 500 || answer.text().isBlank() ? "" : ": " + answer.text();
    }

    private ExportException failure(Map<String, String> credentials, String reason, long retryAfterMillis) {
        String shown = shown(reason, credentials);
        String bounded = shown.length() <= LONGEST_REASON ? shown : shown.substring(0, LONGEST_REASON) + "...";
        return new ExportException("cannot publish to " + config.url() + ": " + bounded, null, retryAfterMillis);
    }

    /** A stranger's text as it may be shown: without the token, bounded, on one line. */
    private static String shown(String text, Map<String, String> credentials) {
        String masked = text;
        for (String value : credentials.values()) {
            masked = masked.replace(value.substring(value.indexOf(' ') + 1), "***");
        }
        return RefusedException.bounded(masked.strip());
    }

    private Connected connected() {
        Connected made = connected;
        if (made == null) {
            HttpClients clients = new HttpClients(config);
            made = new Connected(clients, new Identity(config, new TokenTransport(clients), System.getenv()));
            connected = made;
        }
        return made;
    }

    /** Also while a request is under way: it fails then. */
    @Override
    public void close() {
        Connected made = connected;
        if (made != null) {
            made.clients().close();
            connected = null;
        }
    }
}
