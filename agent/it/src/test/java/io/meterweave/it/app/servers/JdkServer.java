package io.meterweave.it.app.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's. */
public final class JdkServer implements Server {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(Handling.TENANTS);

    public JdkServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
    }

    @Override
    public int start(Work work) {
        http.createContext("/", exchange -> {
            work.begin(exchange.getRequestURI().getPath()).toCompletableFuture().join();
            answer(exchange);
        });
        http.start();
        return http.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void stop() {
        http.stop(0);
        threads.shutdown();
    }
}
