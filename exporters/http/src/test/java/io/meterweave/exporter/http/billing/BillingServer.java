package io.meterweave.exporter.http.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A billing system's ingest endpoint, as its vendor describes it: it knows nothing of the exporter. What breaks the
 * contract in a way that no client may is kept as a violation, beside what the vendor would answer.
 */
abstract class BillingServer implements AutoCloseable {
    /** One thing that is billed. */
    record Billed(String id, String meter, String customer, long value, Instant time, Map<String, String> more) {}

    record Call(String method, String path, Headers headers, byte[] body) {
        String header(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            return values.size() == 1 ? values.get(0) : values.toString();
        }

        String text() {
            return new String(body, UTF_8);
        }
    }

    record Reply(int status, String body, String... headers) {}

    /** What happens to a request beside what is asked. */
    enum Fault {
        /** It is answered with 503, and nothing of it kept. */
        BUSY,
        /** All is done, and answered with 500. */
        FAILS_AFTER,
        /** All is done, and the connection closed without an answer. */
        DIES_AFTER,
        /** All is done, and the server ends without an answer: until it begins again, nobody listens. */
        ENDS_AFTER,
        /** The connection is closed, and nothing of it kept. */
        DIES_BEFORE
    }

    static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

    /** By what the target takes for the same event. */
    final Map<String, Billed> billed = Collections.synchronizedMap(new LinkedHashMap<>());

    private final int port;
    private HttpServer server;
    private Thread ending = new Thread(() -> {});

    BillingServer() throws IOException {
        server = create(0);
        port = server.getAddress().getPort();
    }

    private HttpServer create(int at) throws IOException {
        HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        created.createContext("/", this::exchange);
        created.start();
        return created;
    }

    /** Begins again where it was, with what it had. */
    void begin() throws IOException {
        server = create(port);
    }

    /** Waits until nobody listens, after {@link Fault#ENDS_AFTER}. */
    void awaitEnd() throws InterruptedException {
        ending.join();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Where events go. */
    abstract String path();

    /** Answers a request to {@link #path}. */
    abstract Reply ingest(Call call) throws IOException;

    /** Whether its vendor says that it takes compressed requests. */
    boolean takesGzip() {
        return false;
    }

    /** Answers a request to anywhere else. */
    Reply elsewhere(Call call) {
        return new Reply(404, "{\"error\":\"not found\"}");
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
            if (!call.path().equals(path())) {
                answer(exchange, elsewhere(call));
                return;
            }
            calls.add(call);
            if (call.headers().containsKey("Content-Encoding") && !takesGzip()) {
                violations.add("compressed");
            }
            Fault fault = faults.poll();
            if (fault == Fault.BUSY) {
                answer(exchange, new Reply(503, "busy"));
            } else if (fault != Fault.DIES_BEFORE) {
                Reply reply = ingest(call);
                if (fault == null) {
                    answer(exchange, reply);
                } else if (fault == Fault.FAILS_AFTER) {
                    answer(exchange, new Reply(500, "out of order"));
                } else if (fault == Fault.ENDS_AFTER) {
                    // On a thread of its own: it waits for this one.
                    ending = new Thread(() -> server.stop(0));
                    ending.start();
                }
            }
        } catch (RuntimeException | AssertionError e) {
            violations.add(e.toString());
            throw e;
        }
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(UTF_8);
        for (int i = 0; i < reply.headers().length; i += 2) {
            exchange.getResponseHeaders().set(reply.headers()[i], reply.headers()[i + 1]);
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** A field that must be there as a string that is not empty. */
    static String text(JsonNode in, String field) {
        JsonNode value = in.get(field);
        if (value == null || !value.isTextual() || value.textValue().isEmpty()) {
            throw new IllegalArgumentException(field + " is missing or no string: " + in);
        }
        return value.textValue();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
