package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * {@code Receiver <inbox> <calls> <agent>}: takes batches of CloudEvents by POST (CloudEvents HTTP binding 1.0, section
 * 3.3), and answers 204 once they are in the file {@code inbox}. Prints {@code port <port>}, and is told on stdin what to do:
 *
 * <ul>
 *   <li>{@code count}: prints {@code count <usage records> <calls that the device has noted and that are not here>}
 *   <li>{@code prove <kills>}: holds the inbox against the device's notes, and has the agent's {@code verify} do so with its
 *       manifests; prints what does not agree and a line of sums, and ends with 1 unless all does
 * </ul>
 */
public final class Receiver {
    private static final String BATCH = "application/cloudevents-batch+json";

    private final Path inboxFile;
    private final Path notes;
    private final String agent;
    private final Inbox inbox;

    private Receiver(Path inboxFile, Path notes, String agent) throws IOException {
        this.inboxFile = inboxFile;
        this.notes = notes;
        this.agent = agent;
        inbox = new Inbox(inboxFile);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Receiver receiver = new Receiver(Path.of(args[0]), Path.of(args[1]), args[2]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", receiver::handle);
        // A request whose rest does not come holds up itself only.
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("port " + server.getAddress().getPort());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals("count")) {
                Proof now = receiver.compare(receiver.inbox.events(), 0);
                System.out.println("count " + now.received() + " " + now.lost());
            } else {
                server.stop(0);
                boolean proven = receiver.prove(Integer.parseInt(order.substring(order.indexOf(' ') + 1)));
                System.exit(proven ? 0 : 1);
            }
        }
        System.exit(1); // Nobody is left to prove anything to.
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(take(exchange), -1);
        }
    }

    /** A request that breaks off throws, and nothing of it is kept. */
    private int take(HttpExchange exchange) throws IOException {
        byte[] body;
        try (InputStream in = body(exchange)) {
            body = in.readAllBytes();
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        if (!isBatch(exchange.getRequestHeaders())) {
            return 415;
        }
        List<Event> batch;
        try {
            batch = Event.batch(body);
        } catch (IOException e) {
            System.err.println("refused: " + e.getMessage());
            return 400;
        }
        inbox.keep(batch);
        return 204;
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private static boolean isBatch(Headers headers) {
        String type = String.valueOf(headers.getFirst("Content-Type"));
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(BATCH);
    }

    private Proof compare(Collection<Event> events, int kills) throws IOException {
        return new Proof(Files.readAllLines(notes), events, kills);
    }

    private boolean prove(int kills) throws IOException, InterruptedException {
        inbox.close();
        Proof proof = compare(inbox.read(), kills);
        proof.faults().stream().limit(20).forEach(fault -> System.out.println("FAULT: " + fault));
        if (inbox.altered() > 0) {
            System.out.println("FAULT: " + inbox.altered() + " events came again with other bytes");
        }
        boolean verified = verify();
        System.out.println("proof " + proof + " resent=" + inbox.repeated());
        return verified && proof.faults().isEmpty() && inbox.altered() == 0;
    }

    private boolean verify() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process verify = new ProcessBuilder(java, "-jar", agent, "verify", "--file", inboxFile.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines;
        try (BufferedReader output = verify.inputReader(UTF_8)) {
            lines = output.lines().toList();
        }
        if (verify.waitFor() == 0) {
            System.out.println("verify " + lines.get(lines.size() - 1));
            return true;
        }
        lines.forEach(line -> System.out.println("verify " + line));
        return false;
    }
}
