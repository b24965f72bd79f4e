package io.meterweave.it.receiver;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * {@code Receiver <file> <port> <seed> <token> [<refused>]}: takes batches of CloudEvents over HTTP/1.1 on the loopback
 * address, plays faults by its seed, and answers 422 to a request that holds what it refuses. Prints {@code port=<port>}, a line {@code violation=...} for each request that is not as
 * agreed, and after a line on stdin what it has had.
 */
public final class Receiver {
    private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok";
    private static final int SLOW_MILLIS = 200;

    private final ReceivedEvents events;
    private final Script script;
    private final String token;
    private final String refused;

    private Receiver(Path file, long seed, String token, String refused) throws IOException {
        this.events = new ReceivedEvents(file);
        this.script = new Script(seed);
        this.token = token;
        this.refused = refused;
    }

    public static void main(String[] args) throws Exception {
        Receiver receiver =
                new Receiver(Path.of(args[0]), Long.parseLong(args[2]), args[3], args.length > 4 ? args[4] : "");
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])));
        daemon(() -> {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> receiver.serve(socket));
            }
        });
        System.out.println("port=" + server.getLocalPort());
        System.in.read();
        System.out.println(receiver.events + " dealt=" + receiver.script);
        System.exit(0);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (EOFException e) {
                // The client is through.
            } catch (Exception e) {
                System.out.println("violation=" + e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) throws Exception {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Map<String, String> head = head(in);
            Fault fault = script.next();
            int length = Integer.parseInt(head.get("content-length"));
            if (fault == Fault.RESET) {
                in.readNBytes(length / 2);
                socket.setSoLinger(true, 0);
                return;
            }
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException();
            }
            answer(socket, in, fault, check(head, body));
        }
    }

    private void answer(Socket socket, InputStream in, Fault fault, byte[] array) throws Exception {
        if (fault == Fault.TOO_MANY) {
            write(socket, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
            return;
        } else if (fault == Fault.FAILED) {
            write(socket, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        if (!refused.isEmpty() && new String(array, StandardCharsets.UTF_8).contains(refused)) {
            write(socket, "HTTP/1.1 422 Unprocessable Content\r\nContent-Length: 8\r\n\r\nno such!");
            return;
        }
        events.keep(EventArray.elements(array));
        switch (fault) {
            case SILENT -> {}
            case CUT -> write(socket, ACCEPTED.substring(0, ACCEPTED.length() - 1));
            case TWICE -> {
                write(socket, ACCEPTED + ACCEPTED);
                Map<String, String> unused = head(in);
                write(socket, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
            }
            case SLOW -> {
                Thread.sleep(SLOW_MILLIS);
                write(socket, ACCEPTED);
            }
            default -> write(socket, ACCEPTED);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The headers by their names in lower case, and the first line as {@code ""}. */
    private static Map<String, String> head(InputStream in) throws IOException {
        Map<String, String> head = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = head.isEmpty() ? 0 : line.indexOf(':');
            head.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(head.isEmpty() ? 0 : colon + 1).trim());
        }
        return head;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).trim();
    }

    /** The array, decoded; a request that is not as agreed ends here. */
    private byte[] check(Map<String, String> head, byte[] body) throws IOException {
        require(head.get("").equals("POST /events HTTP/1.1"), head.get(""));
        require("application/cloudevents-batch+json".equals(head.get("content-type")), head.get("content-type"));
        require("gzip".equals(head.get("content-encoding")), head.get("content-encoding"));
        require(("Bearer " + token).equals(head.get("authorization")), "authorization");
        return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }

    private static void require(boolean asAgreed, String what) {
        if (!asAgreed) {
            throw new IllegalArgumentException("not as agreed: " + what);
        }
    }
}
