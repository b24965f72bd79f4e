package io.meterweave.exporter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A listening socket that treats each connection as it is told to, one after the other. */
final class RawTarget implements AutoCloseable {
    interface Treatment {
        void of(Connection connection) throws Exception;
    }

    /** One connection. */
    static final class Connection {
        final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        /** The request's head, up to the empty line. */
        String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                head.write(read(1));
            }
            return head.toString(ISO_8859_1);
        }

        byte[] read(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            return bytes;
        }

        static int length(String head) {
            for (String line : head.toLowerCase(Locale.ROOT).split("\r\n")) {
                if (line.startsWith("content-length:")) {
                    return Integer.parseInt(line.substring(15).trim());
                }
            }
            throw new AssertionError("no content-length: " + head);
        }

        /** A whole request's body. */
        byte[] request() throws IOException {
            return read(length(head()));
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Ends it with a reset instead of an orderly end. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final List<Connection> open = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket server;
    private final Thread thread;

    RawTarget(Treatment... treatments) throws IOException {
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread = new Thread(() -> {
            for (Treatment treatment : treatments) {
                try {
                    Connection connection = new Connection(server.accept());
                    open.add(connection);
                    treatment.of(connection);
                } catch (Throwable e) {
                    failures.add(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/events";
    }

    /** Waits until every connection was treated, and gives up what failed meanwhile. */
    void done() throws InterruptedException {
        thread.join(30_000);
        if (thread.isAlive() || !failures.isEmpty()) {
            AssertionError error = new AssertionError("the target is " + (thread.isAlive() ? "not " : "") + "done");
            failures.forEach(error::addSuppressed);
            throw error;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : open) {
            connection.socket.close();
        }
    }
}
