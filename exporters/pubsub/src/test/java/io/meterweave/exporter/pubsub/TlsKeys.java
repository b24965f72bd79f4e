package io.meterweave.exporter.pubsub;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server with a certificate of its own making, for 127.0.0.1 only. */
final class TlsKeys {
    static final String PASSWORD = "changeit";

    private TlsKeys() {}

    static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** Writes the keys to a file that serves as trust store as well, and makes a server with them. */
    static HttpsServer server(Path keys) throws IOException, GeneralSecurityException, InterruptedException {
        String arguments = "-genkeypair -keyalg EC -alias hub -dname CN=hub -ext san=ip:127.0.0.1 -storetype PKCS12"
                + " -storepass " + PASSWORD + " -keystore";
        ProcessBuilder keytool = new ProcessBuilder(java("keytool"));
        keytool.command().addAll(java.util.List.of(arguments.split(" ")));
        keytool.command().add(keys.toString());
        Process made = keytool.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
            throw new IOException("keytool has made no keys");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }
}
