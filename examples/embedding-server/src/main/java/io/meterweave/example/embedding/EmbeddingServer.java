package io.meterweave.example.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /embed} with the headers {@code X-Tenant} and {@code X-Request-Id} and a text as the body answers the
 * text's embedding as JSON. All that it does for metering is to say who pays.
 */
public final class EmbeddingServer implements AutoCloseable {
    static final String TENANT = "X-Tenant";
    static final String REQUEST_ID = "X-Request-Id";

    private static final int THREADS = 8;

    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final EmbeddingModel model;
    private final HttpServer http;

    /** Loads the model and serves it on the loopback interface. Port 0 takes any free one. */
    public EmbeddingServer(int port) throws IOException {
        Tokens.keepOffTheNetwork();
        model = new AllMiniLmL6V2QuantizedEmbeddingModel();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/embed", this::embed);
        http.setExecutor(threads);
        http.start();
    }

    /** Starts the server on the port given as the only argument and prints {@code listening on <port>}. */
    @SuppressWarnings("resource") // serves until the JVM is stopped
    public static void main(String[] args) throws IOException {
        EmbeddingServer server = new EmbeddingServer(args.length == 0 ? 0 : Integer.parseInt(args[0]));
        System.out.println("listening on " + server.port());
    }

    /** The port that is listened on. */
    public int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdown();
    }

    private void embed(HttpExchange exchange) throws IOException {
        try (exchange) {
            String tenant = exchange.getRequestHeaders().getFirst(TENANT);
            String requestId = exchange.getRequestHeaders().getFirst(REQUEST_ID);
            String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String wrong = refusal(exchange.getRequestMethod(), tenant, requestId, text);
            if (wrong != null) {
                answer(exchange, 400, Map.of("error", wrong));
                return;
            }
            float[] embedding = embed(tenant, requestId, text);
            answer(exchange, 200, Map.of("dimension", embedding.length, "embedding", embedding));
        }
    }

    /** One text a call: given several, the model would embed them on threads of its own, which have no scope. */
    private float[] embed(String tenant, String requestId, String text) {
        try (Scope scope = MeterContext.open(tenant)) {
            scope.attribute("request_id", requestId);
            return model.embed(text).content().vector();
        }
    }

    private static @Nullable String refusal(
            String method, @Nullable String tenant, @Nullable String requestId, String text) {
        if (!method.equals("POST")) {
            return "POST a text";
        }
        if (tenant == null || requestId == null) {
            return TENANT + " and " + REQUEST_ID + " are required";
        }
        return text.isBlank() ? "the text is empty" : null;
    }

    private void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
