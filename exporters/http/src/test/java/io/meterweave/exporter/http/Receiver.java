package io.meterweave.exporter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;

/** Servers in a process of their own, for http and https: they read each request whole, answer 204, and tell what came. */
final class Receiver implements AutoCloseable {
    /** What came since the last time that was asked: the checksums of the bodies, added up. */
    record Arrived(long requests, long bytes, long checksums) {
        Arrived plus(byte[] body) {
            CRC32 crc = new CRC32();
            crc.update(body);
            return new Arrived(requests + 1, bytes + body.length, checksums + crc.getValue());
        }
    }

    private static Arrived arrived = new Arrived(0, 0, 0);

    private final Process process;
    private final BufferedReader out;
    final String http;
    final String https;

    /** Starts it; it writes its key to a file that serves as trust store as well. */
    Receiver(Path keys) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Else an answer in two segments would wait for what acknowledges the first, on a kept
                        // connection.
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Receiver.class.getName(),
                        keys.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.inputReader(US_ASCII);
        String[] ports = line();
        http = "http://127.0.0.1:" + ports[0] + "/events";
        https = "https://127.0.0.1:" + ports[1] + "/events";
    }

    private String[] line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the receiver has ended");
        }
        return line.split(" ");
    }

    Arrived arrived() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String[] numbers = line();
        return new Arrived(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    @Override
    public void close() {
        process.destroy();
    }

    public static void main(String[] args) throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<HttpServer> servers = List.of(http, TlsServer.create(Path.of(args[0])));
        for (HttpServer server : servers) {
            server.createContext("/", exchange -> {
                try (exchange) {
                    count(exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(204, -1);
                }
            });
            server.setExecutor(threads);
            server.start();
        }
        System.out.println(servers.get(0).getAddress().getPort() + " "
                + servers.get(1).getAddress().getPort());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        while (in.readLine() != null) {
            Arrived now = reset();
            System.out.println(now.requests() + " " + now.bytes() + " " + now.checksums());
        }
        System.exit(0);
    }

    private static synchronized void count(byte[] body) {
        arrived = arrived.plus(body);
    }

    private static synchronized Arrived reset() {
        Arrived now = arrived;
        arrived = new Arrived(0, 0, 0);
        return now;
    }
}
