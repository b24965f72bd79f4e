package io.meterweave.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code meterweave-metrics}: answers {@code GET /metrics}, one request after the other. Not the JDK's server: its module
 * may be missing in an image, and it makes threads of its own. A client that is slow or sends much is hung up on.
 */
final class MetricsServer implements Runnable {
    private static final int BACKLOG = 8;
    private static final int MOST_OF_A_REQUEST = 8 * 1024;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
    private static final long REST_MILLIS = 1_000;

    private final Metrics metrics;
    private final Supplier<String> text;
    private final Complaints complaints;

    private MetricsServer(Metrics metrics, Supplier<String> text, Complaints complaints) {
        this.metrics = metrics;
        this.text = text;
        this.complaints = complaints;
    }

    /** Starts where that is configured. */
    static void start(Metrics metrics, Supplier<String> text, Complaints complaints) {
        if (metrics.areServed()) {
            Threads.daemon("meterweave-metrics", new MetricsServer(metrics, text, complaints))
                    .start();
        }
    }

    @Override
    public void run() {
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName(metrics.host()), metrics.port()), BACKLOG);
            while (true) {
                serve(server);
            }
        } catch (IOException | RuntimeException e) {
            complaints.accept("metrics cannot be served at " + metrics.host() + ":" + metrics.port() + ": "
                    + e.getMessage() + "; usage is metered all the same: set metrics.port");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection. What goes wrong with it is the client's; where none can be accepted, descriptors may be used up. */
    private void serve(ServerSocket server) throws InterruptedException {
        try (Socket client = server.accept()) {
            answer(client);
        } catch (IOException | RuntimeException e) {
            Thread.sleep(REST_MILLIS / 100);
        } catch (Error e) {
            Thread.sleep(REST_MILLIS); // No heap, perhaps.
        }
    }

    private void answer(Socket client) throws IOException {
        String request = request(client);
        boolean get = request.startsWith("GET /metrics ") || request.startsWith("GET /metrics?");
        byte[] body = (get ? text.get() : "GET /metrics is all that there is\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + (get ? "200 OK" : "404 Not Found")
                + "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(body);
        client.getOutputStream().flush();
    }

    /** A request up to its empty line: with nothing left unread, closing does not cut the answer off. */
    private static String request(Socket client) throws IOException {
        long deadline = System.nanoTime() + PATIENCE;
        InputStream in = client.getInputStream();
        StringBuilder request = new StringBuilder();
        byte[] some = new byte[1024];
        while (request.indexOf("\r\n\r\n") < 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || request.length() > MOST_OF_A_REQUEST) {
                throw new IOException("no request");
            }
            client.setSoTimeout((int) left);
            int read = in.read(some);
            if (read < 0) {
                throw new IOException("no request");
            }
            request.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
        }
        return request.toString();
    }
}
