package io.meterweave.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes OTLP over HTTP in a process of its own and counts the spans that arrive and hold a text; {@code GET /} answers how many. Walks
 * the protobuf: resource_spans (1), scope_spans (2), spans (2).
 */
final class SpanSink {
    private static final int[] PATH = {1, 2, 2};
    private static final int LENGTH_DELIMITED = 2;

    private final AtomicLong spans = new AtomicLong();
    private final byte[] told;

    private SpanSink(String told) {
        this.told = told.getBytes(StandardCharsets.UTF_8);
    }

    /** Prints the port, then serves until its standard input ends. The text is its argument. */
    public static void main(String[] arguments) throws IOException {
        SpanSink sink = new SpanSink(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", sink::handle);
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // Nothing is said; the end is what counts.
        }
        System.exit(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] answer = new byte[0];
        if (exchange.getRequestMethod().equals("GET")) {
            answer = Long.toString(spans.get()).getBytes(StandardCharsets.UTF_8);
        } else {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals("/v1/traces")) {
                spans.addAndGet(count(ByteBuffer.wrap(body), 0));
            }
        }
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** How many messages that tell what they should there are at the end of {@link #PATH}. */
    private long count(ByteBuffer message, int depth) {
        if (depth == PATH.length) {
            return holds(message) ? 1 : 0;
        }
        long count = 0;
        while (message.hasRemaining()) {
            long key = varint(message);
            int type = (int) key & 7;
            int skip = type == LENGTH_DELIMITED ? (int) varint(message) : type == 1 ? Long.BYTES : Integer.BYTES;
            if (type == 0) {
                varint(message);
                continue;
            }
            int next = message.position() + skip;
            if (type == LENGTH_DELIMITED && key >>> 3 == PATH[depth]) {
                count += count(message.slice(message.position(), skip), depth + 1);
            }
            message.position(next);
        }
        return count;
    }

    private boolean holds(ByteBuffer span) {
        for (int at = 0; at + told.length <= span.limit(); at++) {
            if (span.get(at) == told[0] && span.slice(at, told.length).equals(ByteBuffer.wrap(told))) {
                return true;
            }
        }
        return false;
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
}
