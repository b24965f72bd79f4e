package io.meterweave.it.cost.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * A kept-alive HTTP/1.1 connection of one thread: one write per request and as few reads as the answer takes, because
 * the client shares the processors with the server that is measured.
 */
final class Connection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String OK = "HTTP/1.1 200 ";
    private static final String LENGTH = "\r\ncontent-length:";
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final byte[] buffer = new byte[1 << 16];
    private final Socket socket;
    private final InputStream in;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = socket.getInputStream();
    }

    /**
     * Sends a request and reads the whole answer.
     *
     * @throws IOException where it is anything but 200, has no length or does not come within a minute
     */
    void exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int read = 0;
        int body;
        do {
            read = more(read);
            body = endOfHead(buffer, read);
        } while (body < 0);
        int end = body + length(new String(buffer, 0, body, US_ASCII));
        while (read < end) {
            read = more(read);
        }
        if (read > end) {
            throw new IOException((read - end) + " bytes more than the answer");
        }
    }

    private int more(int read) throws IOException {
        if (read == buffer.length) {
            throw new IOException("an answer of more than " + read + " bytes");
        }
        int n = in.read(buffer, read, buffer.length - read);
        if (n < 0) {
            throw new EOFException("the server has closed the connection");
        }
        return read + n;
    }

    /** The index after the empty line, or -1 where it has not come yet. */
    static int endOfHead(byte[] bytes, int length) {
        int matched = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == END_OF_HEAD[matched]) {
                matched++;
            } else {
                matched = bytes[i] == '\r' ? 1 : 0;
            }
            if (matched == END_OF_HEAD.length) {
                return i + 1;
            }
        }
        return -1;
    }

    /** The length of the body that a head announces. */
    static int length(String head) throws IOException {
        int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (!head.startsWith(OK) || at < 0) {
            throw new IOException("not the answer of an embedding: " + head);
        }
        int from = at + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
