package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The service's publish method with one topic, after its REST reference and its page of limits: what it does not allow is
 * refused with its codes. Requests are read by Google's own types. It can be told to answer otherwise.
 */
final class FakePubSub implements AutoCloseable {
    static final String TOPIC = "projects/meter-1/topics/usage";

    /** One request, as it came. */
    record Received(Map<String, String> headers, String body) {}

    /** What is answered instead, or after the messages were kept: the client cannot know which. */
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    final List<Received> received = new ArrayList<>();
    final List<PublishRequest> published = new ArrayList<>();
    /** Whether an {@code Authorization} is accepted. */
    Predicate<String> guard = authorization -> true;

    /** What all requests are answered instead, where there is such a thing. */
    volatile Reply usual;
    /** The ids of events that are refused for good. */
    final Set<String> refused = ConcurrentHashMap.newKeySet();

    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final Queue<Reply> lateReplies = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private long nextId = 1_000_000_000_000_000L;

    FakePubSub() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    FakePubSub(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** All messages in the order in which they were published. */
    synchronized List<PubsubMessage> messages() {
        return published.stream().flatMap(r -> r.getMessagesList().stream()).toList();
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** The next request is answered so, and not looked at. */
    FakePubSub instead(Reply reply) {
        replies.add(reply);
        return this;
    }

    FakePubSub instead(int status, String body, String... headers) {
        return instead(exchange -> answer(exchange, status, body, headers));
    }

    /** The next request's messages are kept, and then it is answered so. */
    FakePubSub keepAnd(Reply reply) {
        lateReplies.add(reply);
        return this;
    }

    static String error(int status, String code, String message) {
        return "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"" + code + "\"}}";
    }

    static void answer(HttpExchange exchange, int status, String body, String... headers) throws IOException {
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
        }
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join("|", values)));
            byte[] raw = exchange.getRequestBody().readAllBytes();
            String body = new String(raw, UTF_8);
            try {
                if ("gzip".equals(headers.get("Content-Encoding"))) {
                    body = new String(new GZIPInputStream(new java.io.ByteArrayInputStream(raw)).readAllBytes(), UTF_8);
                }
            } catch (ZipException e) {
                answer(exchange, 400, error(400, "INVALID_ARGUMENT", "no gzip"));
                return;
            }
            received.add(new Received(headers, body));
            Reply reply = usual == null ? replies.poll() : usual;
            if (reply != null) {
                reply.to(exchange);
            } else {
                publish(exchange, headers, body);
            }
        }
    }

    private void publish(HttpExchange exchange, Map<String, String> headers, String body) throws IOException {
        if (!guard.test(headers.getOrDefault("Authorization", ""))) {
            String said = "Request had invalid authentication credentials: " + headers.get("Authorization");
            answer(exchange, 401, error(401, "UNAUTHENTICATED", said));
            return;
        }
        String path = exchange.getRequestURI().toString();
        if (!exchange.getRequestMethod().equals("POST") || !path.equals("/v1/" + TOPIC + ":publish")) {
            answer(exchange, 404, error(404, "NOT_FOUND", "Resource not found (resource=usage)."));
            return;
        }
        String wrong = null;
        PublishRequest.Builder request = PublishRequest.newBuilder();
        try {
            JsonFormat.parser().merge(body, request);
            wrong = request.getMessagesList().stream()
                            .anyMatch(message -> refused.contains(message.getAttributesOrDefault("ce-id", "")))
                    ? "one of them is bad"
                    : PublishLimits.broken(request.build(), body);
        } catch (InvalidProtocolBufferException e) {
            wrong = "Invalid JSON payload received.";
        }
        if (wrong != null || !headers.getOrDefault("Content-Type", "").startsWith("application/json")) {
            answer(exchange, 400, error(400, "INVALID_ARGUMENT", String.valueOf(wrong)));
            return;
        }
        published.add(request.build());
        List<String> ids = new ArrayList<>();
        request.getMessagesList().forEach(message -> ids.add("\"" + nextId++ + "\""));
        Reply late = lateReplies.poll();
        if (late != null) {
            late.to(exchange);
        } else {
            answer(exchange, 200, "{\n  \"messageIds\": [\n    " + String.join(",\n    ", ids) + "\n  ]\n}\n");
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
