package io.meterweave.exporter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.UsageEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures; tests nothing, and is run by name only. Docs: benchmarks.md.
 *
 * <p>Events a second to a server in another process: through the exporter, as the shipping thread hands them over, and by
 * raw clients that post the same bodies to the byte, which the server's checksums show. A raw client finds its bodies
 * finished, but compresses them itself and keeps its connection, where the row does not say otherwise.
 */
class HttpCost {
    private static final int BATCH = 2_000;
    private static final int BATCHES = Integer.getInteger("cost.batches", 25);
    private static final String TYPE = "application/cloudevents-batch+json";

    private interface Post {
        int status(int body) throws Exception;
    }

    @TempDir
    Path temp;

    private final List<UsageEvent> events = new ArrayList<>();
    private final List<byte[]> plain = new ArrayList<>();
    private final List<byte[]> compressed = new ArrayList<>();

    @Test
    void eventsASecond() throws Exception {
        for (int i = 1; i <= BATCH; i++) {
            events.add(event(i));
        }
        Path keys = temp.resolve("keys.p12");
        try (Receiver receiver = new Receiver(keys)) {
            System.setProperty("javax.net.ssl.trustStore", keys.toString());
            System.setProperty("javax.net.ssl.trustStorePassword", TlsServer.PASSWORD);
            makeBodies();
            inClear(receiver, receiver.http);
            compressing(receiver, receiver.http);
            compressing(receiver, receiver.https);
            makeBodies("batch.events", "2000", "batch.bytes", "2MiB");
            compressing(receiver, receiver.http, "batch.events", "2000", "batch.bytes", "2MiB");
            compressing(receiver, receiver.https, "batch.events", "2000", "batch.bytes", "2MiB");
        }
    }

    private void makeBodies(String... options) throws IOException {
        plain.clear();
        compressed.clear();
        try (Target target = new Target();
                HttpExporter exporter = Events.exporter(target.url(), options)) {
            deliver(exporter);
            for (Target.Received each : target.received()) {
                compressed.add(each.raw());
                plain.add(new GZIPInputStream(new ByteArrayInputStream(each.raw())).readAllBytes());
            }
        }
        System.out.printf(
                "%n%,d events, %d requests, %,d bytes, compressed %,d%n",
                BATCH,
                plain.size(),
                plain.stream().mapToInt(body -> body.length).sum(),
                compressed.stream().mapToInt(body -> body.length).sum());
    }

    private void compressing(Receiver receiver, String url, String... options) throws Exception {
        OkHttpClient ok = ok();
        HttpClient jdks = jdks();
        try (HttpExporter exporter = Events.exporter(url, options)) {
            new Rounds(() -> check(receiver, compressed))
                    .add("exporter", () -> export(exporter))
                    .add("OkHttp", () -> send(i -> post(ok, url, gzip(i), true, true)))
                    .add("OkHttp, a connection each", () -> send(i -> post(ok, url, gzip(i), true, false)))
                    .add("java.net.http", () -> send(i -> post(jdks, url, gzip(i), true)))
                    .add(
                            "OkHttp, bodies compressed before",
                            () -> send(i -> post(ok, url, compressed.get(i), true, true)))
                    .print(protocol(url) + ", gzip, " + BATCH / plain.size() + " events a request", BATCH * BATCHES);
        }
    }

    private void inClear(Receiver receiver, String url) throws Exception {
        OkHttpClient ok = ok();
        HttpClient jdks = jdks();
        try (HttpExporter exporter = Events.exporter(url, "gzip", "false")) {
            new Rounds(() -> check(receiver, plain))
                    .add("exporter", () -> export(exporter))
                    .add("OkHttp", () -> send(i -> post(ok, url, plain.get(i), false, true)))
                    .add("OkHttp, a connection each", () -> send(i -> post(ok, url, plain.get(i), false, false)))
                    .add("java.net.http", () -> send(i -> post(jdks, url, plain.get(i), false)))
                    .print(protocol(url) + ", gzip=false, 500 events a request", BATCH * BATCHES);
        }
    }

    private static String protocol(String url) {
        return url.substring(0, url.indexOf(':'));
    }

    private void export(HttpExporter exporter) {
        for (int i = 0; i < BATCHES; i++) {
            deliver(exporter);
        }
    }

    private void deliver(HttpExporter exporter) {
        List<Refused> refused = new Delivery("http", exporter, HttpCost::fail, new Patience()).deliver(events);
        if (refused == null || !refused.isEmpty()) {
            fail("refused: " + refused);
        }
    }

    private void send(Post post) throws Exception {
        for (int i = 0; i < BATCHES; i++) {
            for (int body = 0; body < plain.size(); body++) {
                int status = post.status(body);
                if (status != 204) {
                    fail("answered " + status);
                }
            }
        }
    }

    private static void check(Receiver receiver, List<byte[]> bodies) throws IOException {
        Receiver.Arrived sent = new Receiver.Arrived(0, 0, 0);
        for (byte[] body : bodies) {
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

    /** Without the sockets' delay, as the exporter's own. */
    private static OkHttpClient ok() {
        return new OkHttpClient.Builder().socketFactory(new PromptSockets()).build();
    }

    private static int post(OkHttpClient client, String url, byte[] body, boolean gzip, boolean kept)
            throws IOException {
        Request.Builder request = new Request.Builder().url(url).post(RequestBody.create(body, MediaType.get(TYPE)));
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        if (!kept) {
            request.header("Connection", "close");
        }
        try (Response response = client.newCall(request.build()).execute()) {
            return response.code();
        }
    }

    private static HttpClient jdks() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static int post(HttpClient client, String url, byte[] body, boolean gzip)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** A line as the agent writes it, of a call of its own for each: 100 customers, and times that differ. */
    private static UsageEvent event(long sequence) {
        String subject = "cust-" + sequence % 100;
        String line = String.format(
                "{\"specversion\":\"1.0\",\"id\":\"%s.%d\",\"source\":\"/meterweave/shop/host-1\","
                        + "\"type\":\"io.meterweave.usage.v1\",\"subject\":\"%s\",\"time\":\"2026-11-26T07:08:%02d.%06dZ\","
                        + "\"datacontenttype\":\"application/json\",\"sequence\":\"%019d\",\"partitionkey\":\"%s\","
                        + "\"data\":{\"operation\":\"predict\",\"provider\":\"onnxruntime\","
                        + "\"request_model\":\"sha256:0a1b2c3d4e5f6071\",\"input_tokens\":%d,\"tokens_source\":\"counted\","
                        + "\"items\":1,\"device\":\"cpu\",\"device_time_ns\":%d,\"device_time_source\":\"wall\","
                        + "\"wall_time_ns\":%d,\"outcome\":\"ok\"}}",
                Events.EPOCH,
                sequence,
                subject,
                sequence / 40 % 60,
                sequence * 24_989 % 1_000_000,
                sequence,
                subject,
                16 + sequence * 7_919 % 497,
                1_200_000 + sequence * 104_729 % 900_000,
                1_210_000 + sequence * 104_729 % 900_000 + sequence * 31 % 977);
        return new UsageEvent(Events.EPOCH, sequence, "io.meterweave.usage.v1", subject, line.getBytes(UTF_8));
    }
}
