package io.meterweave.it.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * OpenAI's chat completions and embeddings on the loopback address, written from the API reference: a request that the
 * reference does not allow gets a 400, and the test is told.
 */
public final class OpenAiServer implements AutoCloseable {
    public static final String KEY = "sk-meterweave-test";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ObjectMapper json = new ObjectMapper();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private OpenAiServer(HttpServer server) {
        this.server = server;
    }

    public static OpenAiServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        OpenAiServer server = new OpenAiServer(http);
        http.createContext("/", server::handle);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /** Without a path. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked for that the reference does not allow. */
    public List<String> violations() {
        return violations;
    }

    /** The path and the model of each request that was answered, in order. */
    public List<String> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (ContractException e) {
                violations.add(e.getMessage());
                answer = Answer.error(400, "invalid_request_error", e.getMessage());
            }
            byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        ContractException.check("POST".equals(exchange.getRequestMethod()), exchange.getRequestMethod() + " " + path);
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        ContractException.check(("Bearer " + KEY).equals(key), "Authorization: " + key);
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        ContractException.check(type != null && type.startsWith("application/json"), "Content-Type: " + type);
        JsonNode body = parse(exchange.getRequestBody().readAllBytes());
        Answer answer;
        switch (path) {
            case "/v1/chat/completions" -> {
                ChatContract.check(body);
                answer = Answer.toChat(body);
            }
            case "/v1/embeddings" -> {
                EmbeddingContract.check(body);
                answer = Answer.toEmbeddings(body);
            }
            default -> throw new ContractException("no such path: " + path);
        }
        requests.add(path + " " + body.get("model").asText());
        return answer;
    }

    private JsonNode parse(byte[] body) throws IOException {
        try {
            JsonNode node = json.readTree(body);
            ContractException.check(node != null && node.isObject(), "the body is no object");
            return node;
        } catch (JsonProcessingException e) {
            throw new ContractException("the body is no JSON: " + e.getOriginalMessage());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
