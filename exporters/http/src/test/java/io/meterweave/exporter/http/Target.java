package io.meterweave.exporter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

/** An HTTP server that keeps what it is sent and answers as it is told to; 204 where it was told nothing. */
final class Target implements AutoCloseable {
    /** One request, as it came. */
    record Received(String method, String uri, Map<String, String> headers, byte[] raw) {
        String body() throws IOException {
            boolean gzip = "gzip".equals(headers.get("Content-Encoding"));
            return new String(gzip ? new GZIPInputStream(new ByteArrayInputStream(raw)).readAllBytes() : raw, UTF_8);
        }

        String header(String name) {
            return headers.get(name);
        }
    }

    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    /** What a request is answered of which it was told nothing. */
    interface Usual {
        void to(HttpExchange exchange, Received received) throws IOException;
    }

    private volatile Usual usual = (exchange, received) -> exchange.sendResponseHeaders(204, -1);
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    Target() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    Target(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/events?meter=1";
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** What the next request is answered. */
    Target next(int status, String body, String... headers) {
        return next(exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        });
    }

    void usual(Usual answer) {
        usual = answer;
    }

    Target next(Reply reply) {
        replies.add(reply);
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join("|", values)));
            Received request = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            received.add(request);
            Reply reply = replies.poll();
            if (reply == null) {
                usual.to(exchange, request);
            } else {
                reply.to(exchange);
            }
        }
    }

    /** A body without an end, until the client has enough. */
    static void flood(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            byte[] much = "much ".repeat(10_000).getBytes(UTF_8);
            while (true) {
                out.write(much);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
