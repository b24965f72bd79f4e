package io.meterweave.it.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lago's endpoint for batches, by its contract and with its Postgres store: at most a hundred events, of which all are
 * taken or none; an id that it has is an error. Once it has taken its second batch it ends without an answer.
 */
public final class LagoEndpoint implements AutoCloseable {
    public static final String KEY = "lago-k3y-of-the-test";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 100;

    private final Map<String, JsonNode> events = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int port;
    private HttpServer server;
    private int batches;
    private int known;

    public LagoEndpoint() throws IOException {
        server = create(0);
        port = server.getAddress().getPort();
    }

    private HttpServer create(int at) throws IOException {
        HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        created.createContext("/", this::handle);
        created.start();
        return created;
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/api/v1/events/batch";
    }

    /** Waits until it has ended: nobody listens then. */
    public void awaitEnd() throws InterruptedException {
        if (!ended.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("no second batch has come");
        }
    }

    /** Begins again where it was, with what it had. */
    public void begin() throws IOException {
        server = create(port);
    }

    /** The events, each once. */
    public synchronized List<JsonNode> events() {
        return List.copyOf(events.values());
    }

    /** What no client of Lago's may do. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many events came that it had before. */
    public synchronized int known() {
        return known;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = exchange.getRequestHeaders();
            boolean right = exchange.getRequestURI().toString().equals("/api/v1/events/batch")
                    && List.of("Bearer " + KEY).equals(headers.get("Authorization"))
                    && List.of("application/json").equals(headers.get("Content-type"))
                    && !headers.containsKey("Content-encoding");
            JsonNode batch = JSON.readTree(exchange.getRequestBody()).path("events");
            if (!right || batch.isEmpty() || batch.size() > MOST) {
                violations.add(exchange.getRequestURI() + " " + headers + " " + batch.size());
            }
            ObjectNode errors = JSON.createObjectNode();
            for (int i = 0; i < batch.size(); i++) {
                if (events.containsKey(batch.get(i).path("transaction_id").textValue())) {
                    errors.putObject(Integer.toString(i))
                            .putArray("transaction_id")
                            .add("value_already_exist");
                }
            }
            known += errors.size();
            if (!errors.isEmpty()) {
                answer(
                        exchange,
                        422,
                        "{\"status\":422,\"code\":\"validation_errors\",\"error_details\":" + errors + "}");
                return;
            }
            batch.forEach(event -> events.put(event.path("transaction_id").textValue(), event));
            if (++batches == 2) {
                end(server);
            } else {
                answer(exchange, 200, "{\"events\":[]}");
            }
        }
    }

    /** On a thread of its own: it waits for the one that handles requests. */
    private void end(HttpServer running) {
        new Thread(() -> {
                    running.stop(0);
                    ended.countDown();
                })
                .start();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
