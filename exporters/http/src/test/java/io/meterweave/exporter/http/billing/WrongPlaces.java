package io.meterweave.exporter.http.billing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;

/** URLs that lead elsewhere: to no host, to a port where nobody is, to another path, and to TLS where there is none or the reverse. */
final class WrongPlaces implements Closeable {
    private final ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ServerSocket tls;

    WrongPlaces() throws IOException, GeneralSecurityException {
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

    /** Of a URL of a server that speaks plain HTTP. */
    List<String> insteadOf(String url) {
        String path = url.replaceFirst("http://[^/]*", "");
        return List.of(
                "http://no-such-host.invalid" + path,
                "http://127.0.0.1:" + nobody.getLocalPort() + path,
                url.replace(path, "/elsewhere"),
                url.replace("http:", "https:"),
                "http://127.0.0.1:" + tls.getLocalPort() + path);
    }

    @Override
    public void close() throws IOException {
        tls.close();
    }
}
