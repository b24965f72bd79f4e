package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.event;
import static io.meterweave.exporter.pubsub.Events.exporter;

import com.google.protobuf.util.JsonFormat;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullResponse;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code EmulatorCheck <port>}: publishes to Google's own emulator on this machine, pulls everything back, and says what is
 * wrong with it. A program, because the emulator is no library that a build could bring: start it with {@code gcloud beta
 * emulators pubsub start --host-port=127.0.0.1:<port>}.
 */
final class EmulatorCheck {
    private static final int EVENTS = 20_000;
    private static final String SUBSCRIPTION = "projects/meter-1/subscriptions/check";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String root;

    private EmulatorCheck(String port) {
        root = "http://127.0.0.1:" + port + "/v1/";
    }

    public static void main(String[] args) throws Exception {
        EmulatorCheck check = new EmulatorCheck(args[0]);
        int port = Integer.parseInt(args[0]);
        check.call("PUT", FakePubSub.TOPIC, "{}");
        check.call("PUT", SUBSCRIPTION, "{\"topic\":\"" + FakePubSub.TOPIC + "\",\"enableMessageOrdering\":true}");
        for (String mode : List.of("binary", "structured")) {
            for (String gzip : List.of("true", "false")) {
                check.published(port, "mode", mode, "gzip", gzip, "ordering", "subject");
            }
        }
        String other = "projects/meter-1/topics/missing";
        try {
            exporter(port, "topic", other).export(List.of(event(1, null)));
            System.out.println("WRONG: a missing topic has accepted");
        } catch (ExportException e) {
            System.out.println(e.getMessage());
        }
    }

    private void published(int port, String... options) throws Exception {
        Map<String, List<String>> expected = new TreeMap<>();
        List<UsageEvent> all = new ArrayList<>();
        for (int i = 1; i <= EVENTS; i++) {
            UsageEvent event = event(i, i % 5 == 0 ? null : "cüst-" + i % 4);
            all.add(event);
            String subject = event.subject() == null ? "" : event.subject();
            expected.computeIfAbsent(subject, key -> new ArrayList<>())
                    .add(options[1].equals("binary") ? Events.data(i) : new String(event.json(), "UTF-8"));
        }
        long begin = System.nanoTime();
        PubSubExporter exporter = exporter(port, options);
        for (int from = 0; from < EVENTS; from += 2_000) {
            exporter.export(all.subList(from, from + 2_000));
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        Map<String, List<String>> pulled = pulled();
        // Without a key, the order does not matter.
        expected.get("").sort(null);
        pulled.getOrDefault("", new ArrayList<>()).sort(null);
        System.out.println(String.join(" ", options) + ": " + EVENTS + " events in " + millis + " ms, "
                + (pulled.equals(expected) ? "all pulled, in order" : "WRONG"));
    }

    /** The data by ordering key, in the order in which they were delivered. */
    private Map<String, List<String>> pulled() throws Exception {
        Map<String, List<String>> byKey = new HashMap<>();
        for (int left = EVENTS; left > 0; ) {
            PullResponse.Builder response = PullResponse.newBuilder();
            JsonFormat.parser().merge(call("POST", SUBSCRIPTION + ":pull", "{\"maxMessages\":1000}"), response);
            if (response.getReceivedMessagesCount() == 0) {
                break;
            }
            StringBuilder acknowledged = new StringBuilder();
            for (var received : response.getReceivedMessagesList()) {
                PubsubMessage message = received.getMessage();
                byKey.computeIfAbsent(message.getOrderingKey(), key -> new ArrayList<>())
                        .add(message.getData().toStringUtf8());
                acknowledged
                        .append(acknowledged.isEmpty() ? "" : ",")
                        .append('"')
                        .append(received.getAckId())
                        .append('"');
                left--;
            }
            call("POST", SUBSCRIPTION + ":acknowledge", "{\"ackIds\":[" + acknowledged + "]}");
        }
        return byKey;
    }

    private String call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 && response.statusCode() != 409) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
