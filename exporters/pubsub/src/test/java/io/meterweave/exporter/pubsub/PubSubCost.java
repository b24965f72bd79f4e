package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/**
 * Measures; tests nothing, and is run by name only. Docs: benchmarks.md.
 *
 * <p>Events a second to a service in another process: through the exporter, as the shipping thread hands them over, and by
 * raw clients that post the same bodies, of 1,000 messages each, to the byte: the service's checksums show it. A raw client
 * finds its bodies finished, but compresses them itself and keeps its connection, where the row does not say otherwise.
 */
class PubSubCost {
    private static final int BATCH = 2_000;
    private static final int BATCHES = Integer.getInteger("cost.batches", 25);
    private static final int MOST_MESSAGES = 1_000;
    private static final String TYPE = "application/json; charset=utf-8";

    private interface Post {
        int status(int body) throws Exception;
    }

    private final List<UsageEvent> events = new ArrayList<>();
    private final List<byte[]> plain = new ArrayList<>();
    private final List<byte[]> compressed = new ArrayList<>();

    @Test
    void eventsASecond() throws Exception {
        for (int i = 1; i <= BATCH; i++) {
            events.add(event(i));
        }
        try (FakePubSub service = new FakePubSub()) {
            deliver(Events.exporter(service.port()));
            for (FakePubSub.Received each : service.received) {
                plain.add(each.body().getBytes(UTF_8));
            }
        }
        for (int i = 0; i < plain.size(); i++) {
            compressed.add(gzip(i));
        }
        System.out.printf(
                "a batch: %,d events, %d requests, %,d bytes, compressed %,d%n",
                BATCH,
                plain.size(),
                plain.stream().mapToInt(body -> body.length).sum(),
                compressed.stream().mapToInt(body -> body.length).sum());
        try (Receiver receiver = new Receiver(MOST_MESSAGES);
                PubSubExporter exporter = Events.exporter(receiver.port)) {
            String url = "http://127.0.0.1:" + receiver.port + "/v1/" + FakePubSub.TOPIC + ":publish";
            OkHttpClient ok = new OkHttpClient.Builder()
                    .socketFactory(new PromptSockets())
                    .build();
            HttpClient jdks =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            new Rounds(() -> check(receiver))
                    .add("exporter", () -> export(exporter))
                    .add("OkHttp", () -> send(i -> post(ok, url, gzip(i), true)))
                    .add("OkHttp, a connection each", () -> send(i -> post(ok, url, gzip(i), false)))
                    .add("java.net.http", () -> send(i -> post(jdks, url, gzip(i))))
                    .add("OkHttp, bodies compressed before", () -> send(i -> post(ok, url, compressed.get(i), true)))
                    .print("Pub/Sub, gzip", BATCH * BATCHES);
        }
    }

    private void export(PubSubExporter exporter) {
        for (int i = 0; i < BATCHES; i++) {
            deliver(exporter);
        }
    }

    private void deliver(PubSubExporter exporter) {
        List<Refused> refused = new Delivery("pubsub", exporter, PubSubCost::fail, new Patience()).deliver(events);
        if (refused == null || !refused.isEmpty()) {
            fail("refused: " + refused);
        }
    }

    private void send(Post post) throws Exception {
        for (int i = 0; i < BATCHES; i++) {
            for (int body = 0; body < plain.size(); body++) {
                int status = post.status(body);
                if (status != 200) {
                    fail("answered " + status);
                }
            }
        }
    }

    private void check(Receiver receiver) throws IOException {
        Receiver.Arrived sent = new Receiver.Arrived(0, 0, 0);
        for (byte[] body : compressed) {
            sent = sent.plus(body);
        }
        Receiver.Arrived all =
                new Receiver.Arrived(sent.requests() * BATCHES, sent.bytes() * BATCHES, sent.checksums() * BATCHES);
        Receiver.Arrived arrived = receiver.arrived();
        if (!arrived.equals(all)) {
            fail(arrived + " of " + all);
        }
    }

    private static void fail(String why) {
        throw new IllegalStateException(why);
    }

    private byte[] gzip(int body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes, 8_192)) {
            out.write(plain.get(body));
        }
        return bytes.toByteArray();
    }

    private static int post(OkHttpClient client, String url, byte[] body, boolean kept) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Content-Encoding", "gzip")
                .post(RequestBody.create(body, MediaType.get(TYPE)));
        if (!kept) {
            request.header("Connection", "close");
        }
        try (Response response = client.newCall(request.build()).execute()) {
            response.body().bytes();
            return response.code();
        }
    }

    private static int post(HttpClient client, String url, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", TYPE)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
    }

    /** Of a call of its own for each: 100 customers, and times that differ. */
    private static UsageEvent event(long sequence) {
        String subject = "cust-" + sequence % 100;
        String data = "{\"operation\":\"predict\",\"provider\":\"onnxruntime\","
                + "\"request_model\":\"sha256:0a1b2c3d4e5f6071\",\"input_tokens\":"
                + (16 + sequence * 7_919 % 497)
                + ",\"tokens_source\":\"counted\",\"items\":1,\"device\":\"cpu\",\"device_time_ns\":"
                + (1_200_000 + sequence * 104_729 % 900_000)
                + ",\"device_time_source\":\"wall\",\"wall_time_ns\":"
                + (1_210_000 + sequence * 104_729 % 900_000)
                + ",\"outcome\":\"ok\"}";
        return Events.event(sequence, subject, Events.line(sequence, subject, data));
    }
}
