package io.meterweave.it.app.http;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import io.meterweave.it.app.Engine;
import io.meterweave.it.app.TinyOnnx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server of the programs here; each of its paths makes inferences in another way. */
final class Served {
    private static final int PATIENCE_SECONDS = 60;
    private static final OrtSession SESSION;
    private static final Map<String, OnnxTensor> INPUTS;

    private final HttpServer http;
    private final CyclicBarrier pair = new CyclicBarrier(2);

    static {
        try {
            SESSION = Engine.session(TinyOnnx.mask64());
            INPUTS = Engine.padded(3, 8);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    Served(Executor executor) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(executor);
        context("/infer", exchange -> infer());
        context("/scope", Served::inScope);
        context("/left-open", exchange -> {
            MeterContext.open("left-open");
            infer();
        });
        context("/pair", exchange -> paired());
        http.createContext("/throw", exchange -> {
            infer();
            throw new IllegalStateException("thrown by the handler");
        });
        http.createContext(
                "/later",
                exchange -> CompletableFuture.runAsync(() -> {
                    infer();
                    answer(exchange);
                }));
        context("/secure", exchange -> infer()).setAuthenticator(new Right());
        HttpContext filtered = context("/filtered", exchange -> infer());
        filtered.getFilters().add(new InferringFilter());
        filtered.getFilters().add(new ScopeFilter());
        HttpContext guarded = context("/guarded", exchange -> infer());
        guarded.getFilters().add(new InferringFilter());
        guarded.setAuthenticator(new Right());
        http.start();
    }

    /** Lets in whose password is that. */
    private static final class Right extends BasicAuthenticator {
        Right() {
            super("realm");
        }

        @Override
        public boolean checkCredentials(String user, String password) {
            return password.equals("right");
        }
    }

    /** Makes an inference before the rest of the request, and one afterwards. */
    private static final class InferringFilter extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            infer();
            chain.doFilter(exchange);
            infer();
        }

        @Override
        public String description() {
            return "infers";
        }
    }

    /** Has the rest of the request in a scope. */
    private static final class ScopeFilter extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            try (Scope scope = MeterContext.open("filter")) {
                chain.doFilter(exchange);
            }
        }

        @Override
        public String description() {
            return "opens a scope";
        }
    }

    private HttpContext context(String path, HttpHandler work) {
        return http.createContext(path, exchange -> {
            work.handle(exchange);
            answer(exchange);
        });
    }

    private static void answer(HttpExchange exchange) {
        try {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static void infer() {
        try {
            Engine.run(SESSION, INPUTS);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void inScope(HttpExchange exchange) {
        try (Scope scope = MeterContext.open("inner")) {
            infer();
        }
        infer();
    }

    /** Both of two requests are under way before either makes an inference, and until both have. */
    private void paired() {
        try {
            pair.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            infer();
            pair.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            infer();
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return http.getAddress().getPort();
    }

    void stop() {
        http.stop(0);
    }
}
