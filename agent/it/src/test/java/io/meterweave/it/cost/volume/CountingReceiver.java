package io.meterweave.it.cost.volume;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;

/**
 * Takes what is posted on the loopback address, unpacks and counts it, and answers 202, or to a request to publish an id for each of its
 * messages, as Pub/Sub does. Prints {@code port=<port>}; {@code GET} answers what has come: usage records, those that came
 * again, events that tell of losses. Ends with its standard input.
 */
public final class CountingReceiver {
    private static final int BUFFER = 1 << 16;

    private final EventTally tally = new EventTally();

    private CountingReceiver() {}

    public static void main(String[] args) throws IOException {
        CountingReceiver receiver = new CountingReceiver();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", receiver::handle);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("port=" + server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // Until it ends.
        }
        System.exit(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                answer(exchange, 200, told());
                return;
            }
            long events;
            try (InputStream body = new GZIPInputStream(exchange.getRequestBody(), BUFFER)) {
                events = count(body);
            }
            if (exchange.getRequestURI().getPath().endsWith(":publish")) {
                answer(exchange, 200, ids(events));
            } else {
                exchange.sendResponseHeaders(202, -1);
            }
        }
    }

    private synchronized String told() {
        return tally.usages() + " " + tally.repeated() + " " + tally.losses();
    }

    /** Adds what a request holds; answers how many events that is. */
    private long count(InputStream body) throws IOException {
        byte[] bytes = body.readAllBytes();
        synchronized (this) {
            long before = tally.events();
            tally.add(bytes, bytes.length);
            tally.end();
            return tally.events() - before;
        }
    }

    private static String ids(long count) {
        return LongStream.range(0, count)
                .mapToObj(i -> "\"" + (1_000_000_000_000_000L + i) + "\"")
                .collect(Collectors.joining(",", "{\"messageIds\":[", "]}"));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
