package io.meterweave.example.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /embed} with a text as the body answers the text's embedding as JSON. Nothing here is for metering: who pays
 * is in a header that the agent is told to look at.
 */
public final class EmbeddingServer implements AutoCloseable {
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
            String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String wrong = refusal(exchange.getRequestMethod(), text);
            if (wrong != null) {
                answer(exchange, 400, Map.of("error", wrong));
                return;
            }
            float[] embedding = model.embed(text).content().vector();
            answer(exchange, 200, Map.of("dimension", embedding.length, "embedding", embedding));
        }
    }

    private static @Nullable String refusal(String method, String text) {
        if (!method.equals("POST")) {
            return "POST a text";
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
