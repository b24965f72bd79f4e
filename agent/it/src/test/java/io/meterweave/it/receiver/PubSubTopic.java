package io.meterweave.it.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A Pub/Sub topic that keeps what is published with a token that its service account's key has signed. Each third request
 * it fails, before or after it has kept the messages: the publisher cannot know which.
 */
public final class PubSubTopic implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/v1/projects/meter-1/topics/usage:publish";

    private final HttpServer server;
    private final KeyPair keys;
    private final List<String> lines = new ArrayList<>();
    private int requests;
    private int unsigned;

    public PubSubTopic() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The key's own text. */
    public String secret() {
        return Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
    }

    /** Writes a file with the key. */
    public Path key(Path file) throws IOException {
        ObjectNode key = JSON.createObjectNode();
        key.put("type", "service_account").put("client_id", "1").put("private_key_id", "0123");
        key.put("client_email", "meter@meter-1.iam.gserviceaccount.com");
        key.put("private_key", "-----BEGIN PRIVATE KEY-----\n" + secret() + "\n-----END PRIVATE KEY-----\n");
        key.put("token_uri", endpoint() + "/token");
        return Files.writeString(file, key.toString());
    }

    /** The data of all messages, in the order in which they came. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many requests were not a publish request with a good signature. */
    public synchronized int unsigned() {
        return unsigned;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            JsonNode messages = JSON.readTree(body).path("messages");
            if (!exchange.getRequestURI().toString().equals(PATH) || !signed(exchange)) {
                unsigned++;
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            requests++;
            if (requests % 6 != 3) {
                messages.forEach(message -> lines.add(new String(
                        Base64.getDecoder().decode(message.path("data").asText()), StandardCharsets.UTF_8)));
            }
            List<String> ids = new ArrayList<>();
            messages.forEach(message -> ids.add("\"" + requests + "." + ids.size() + "\""));
            byte[] answer = ("{\"messageIds\":" + ids + "}").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(requests % 3 == 0 ? 503 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private boolean signed(HttpExchange exchange) {
        String[] parts = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .split("[ .]");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(keys.getPublic());
            signature.update((parts[1] + "." + parts[2]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[3]));
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
