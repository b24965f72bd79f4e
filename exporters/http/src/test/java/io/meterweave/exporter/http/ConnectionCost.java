package io.meterweave.exporter.http;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What a connection for each request costs, beside one that is kept: requests of 500 events on the loopback address. */
final class ConnectionCost {
    private static final int REQUESTS = 300;
    private static final int ROUNDS = 3;

    private ConnectionCost() {}

    public static void main(String[] args) throws Exception {
        Path keys = Files.createTempDirectory("connection-cost").resolve("keys.p12");
        HttpServer plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (HttpServer server : new HttpServer[] {plain, TlsServer.create(keys)}) {
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(204, -1);
                }
            });
            server.setExecutor(Executors.newSingleThreadExecutor());
            server.start();
            String url = (server == plain ? "http" : "https") + "://127.0.0.1:"
                    + server.getAddress().getPort() + "/";
            OkHttpClient client = client(keys);
            for (int round = 0; round < ROUNDS; round++) {
                for (boolean kept : new boolean[] {true, false}) {
                    System.out.printf(
                            Locale.ROOT,
                            "%-5s %-16s %6.2f ms a request%n",
                            url.substring(0, url.indexOf(':')),
                            kept ? "kept" : "one each",
                            millis(client, url, kept));
                }
            }
        }
        System.exit(0);
    }

    private static OkHttpClient client(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), TlsServer.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return new OkHttpClient.Builder()
                .socketFactory(new PromptSockets())
                .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0])
                .build();
    }

    private static double millis(OkHttpClient client, String url, boolean kept) throws Exception {
        List<Item> items = Events.events(1, 500).stream()
                .map(event -> new Item("", event.id(), event.json()))
                .toList();
        long begin = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            Request.Builder request =
                    new Request.Builder().url(url).post(BatchBody.of(CloudEventsDialect.BATCH, items, true));
            if (!kept) {
                request.header("Connection", "close");
            }
            try (Response response = client.newCall(request.build()).execute()) {
                if (response.code() != 204) {
                    throw new IllegalStateException(response.toString());
                }
            }
        }
        return (System.nanoTime() - begin) / 1e6 / REQUESTS;
    }
}
