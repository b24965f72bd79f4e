package io.meterweave.exporter.pubsub;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Endpoints that are none: no host, a port where nobody is, TLS where there is none, and the reverse. */
final class WrongPlaces implements Closeable {
    private final int plain;
    private final ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ServerSocket tls;

    /**
     * Makes them.
     *
     * @param plain a port where plain HTTP is spoken
     */
    WrongPlaces(int plain) throws IOException, GeneralSecurityException {
        this.plain = plain;
        nobody.close();
        // Without a certificate, which is not asked for before somebody speaks TLS.
        tls = SSLContext.getDefault()
                .getServerSocketFactory()
                .createServerSocket(0, 9, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "tls");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!tls.isClosed()) {
            try (Socket socket = tls.accept()) {
                socket.getInputStream().read();
            } catch (IOException e) {
                // The other side speaks no TLS, or it is closed.
            }
        }
    }

    List<String> endpoints() {
        return List.of(
                "https://no-such-host.invalid",
                "http://127.0.0.1:" + nobody.getLocalPort(),
                "https://127.0.0.1:" + plain,
                "http://127.0.0.1:" + tls.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        tls.close();
    }
}
