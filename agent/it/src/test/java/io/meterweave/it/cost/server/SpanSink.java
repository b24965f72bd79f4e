package io.meterweave.it.cost.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes what the agents export over HTTP on the loopback interface: usage, which it does not look into, for it is counted
 * in the journal; and OTLP, of which it counts the spans by walking the protobuf: resource_spans (1),
 * scope_spans (2), spans (2). In the client's process: a batch of hundreds of spans comes every few seconds, for which
 * a process beside the server would cost more than it takes.
 */
final class SpanSink implements AutoCloseable {
    private static final int[] PATH = {1, 2, 2};
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;

    private final AtomicLong spans = new AtomicLong();
    private final AtomicLong usages = new AtomicLong();
    private final HttpServer server;

    SpanSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.createContext("/usage", this::takeUsage);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    long spans() {
        return spans.get();
    }

    /** The batches of usage that were taken. */
    long usages() {
        return usages.get();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            spans.addAndGet(count(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()), 0));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void takeUsage(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            usages.incrementAndGet();
        }
    }

    /** How many messages there are at the end of {@link #PATH}. */
    static long count(ByteBuffer message, int depth) {
        if (depth == PATH.length) {
            return 1;
        }
        long count = 0;
        while (message.hasRemaining()) {
            long key = varint(message);
            int type = (int) key & 7;
            if (type == VARINT) {
                varint(message);
                continue;
            }
            int size = type == LENGTH_DELIMITED ? (int) varint(message) : type == FIXED_64 ? Long.BYTES : Integer.BYTES;
            if (type == LENGTH_DELIMITED && key >>> 3 == PATH[depth]) {
                count += count(message.slice(message.position(), size), depth + 1);
            }
            message.position(message.position() + size);
        }
        return count;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
