package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A listening socket that treats each connection as it is told to, one after the other. */
final class RawService implements AutoCloseable {
    interface Treatment {
        void of(Connection connection) throws Exception;
    }

    /** One connection. */
    record Connection(Socket socket) {
        /** A whole request. */
        void request() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                head.write(next);
            }
            String text = head.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
            int at = text.indexOf("content-length:") + 15;
            in.readNBytes(
                    Integer.parseInt(text.substring(at, text.indexOf('\r', at)).strip()));
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

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final FutureTask<Void> treating;

    RawService(Treatment... treatments) throws IOException {
        treating = new FutureTask<>(() -> {
            for (Treatment treatment : treatments) {
                try (Socket socket = server.accept()) {
                    treatment.of(new Connection(socket));
                }
            }
            return null;
        });
        Thread thread = new Thread(treating, "raw-service");
        thread.setDaemon(true);
        thread.start();
    }

    static Treatment answering(String answer) {
        return connection -> {
            connection.request();
            connection.write(answer);
        };
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits until every connection was treated. */
    void done() throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        treating.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
