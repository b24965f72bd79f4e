package io.meterweave.it.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** One connection to a server on this machine, with nothing between the test and the bytes. */
public final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final BufferedReader in;

    public Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    /** A request without a body; each header is a whole line. */
    public static String request(String path, String... headers) {
        StringBuilder text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: test\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** Sends all of them in one piece, and only then reads as many answers; none of those has a body. */
    public List<String> exchange(String... requests) throws IOException {
        socket.getOutputStream().write(String.join("", requests).getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        List<String> statuses = new ArrayList<>();
        while (statuses.size() < requests.length) {
            String status = in.readLine();
            if (status == null) {
                break;
            }
            statuses.add(status);
            for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
                line = in.readLine();
            }
        }
        return statuses;
    }

    /** The same, and all of them are answered with 200. */
    public void ok(String... requests) throws IOException {
        List<String> statuses = exchange(requests);
        if (statuses.size() != requests.length || !statuses.stream().allMatch(s -> s.startsWith("HTTP/1.1 200"))) {
            throw new IllegalStateException(String.join("", requests) + statuses);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
