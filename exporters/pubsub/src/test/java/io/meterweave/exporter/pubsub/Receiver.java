package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32;

/** A service in a process of its own: it reads each request whole, answers so many ids, and tells what came. */
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
    final int port;

    Receiver(int ids) throws IOException {
        process = new ProcessBuilder(
                        TlsKeys.java("java"),
                        // Else an answer in two segments would wait for what acknowledges the first, on a kept
                        // connection.
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Receiver.class.getName(),
                        Integer.toString(ids))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.inputReader(US_ASCII);
        port = Integer.parseInt(line());
    }

    private String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the receiver has ended");
        }
        return line;
    }

    Arrived arrived() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String[] numbers = line().split(" ");
        return new Arrived(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    @Override
    public void close() {
        process.destroy();
    }

    public static void main(String[] args) throws IOException {
        byte[] answer = LongStream.range(0, Long.parseLong(args[0]))
                .mapToObj(i -> "    \"" + (1_000_000_000_000_000L + i) + "\"")
                .collect(Collectors.joining(",\n", "{\n  \"messageIds\": [\n", "\n  ]\n}\n"))
                .getBytes(US_ASCII);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                count(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println(server.getAddress().getPort());
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
