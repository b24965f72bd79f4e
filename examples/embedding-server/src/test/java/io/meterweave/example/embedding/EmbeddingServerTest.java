package io.meterweave.example.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EmbeddingServerTest {
    @Test
    void embedsTheTextOfARequest() throws Exception {
        try (EmbeddingServer server = new EmbeddingServer(0)) {
            HttpResponse<String> answer = post(server, "a text to embed");
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode json = new ObjectMapper().readTree(answer.body());
            assertThat(json.path("dimension").intValue()).isEqualTo(384);
            assertThat(json.path("embedding").size()).isEqualTo(384);
        }
    }

    @Test
    void refusesARequestWithoutAText() throws Exception {
        try (EmbeddingServer server = new EmbeddingServer(0)) {
            assertThat(post(server, " ").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void theClientCountsTheTokensThatTheModelIsGiven() throws Exception {
        AllMiniLmL6V2QuantizedEmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
        Set<Integer> lengths = new TreeSet<>();
        try (Tokens tokens = new Tokens()) {
            for (int i = 0; i < 200; i++) {
                String text = Texts.text(i);
                int reported = model.embed(text).tokenUsage().inputTokenCount();
                int startAndEnd = 2; // the model is given them, LangChain4j does not report them
                assertThat(tokens.count(text)).as(text).isEqualTo(reported + startAndEnd);
                lengths.add(tokens.count(text));
            }
        }
        assertThat(lengths).contains(3).hasSizeGreaterThan(50);
    }

    @Test
    void noTextIsSoLongThatTheTokenizerCutsIt() throws Exception {
        try (Tokens tokens = new Tokens()) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(tokens.count(Texts.text(i))).isBetween(3, Tokens.LIMIT - 1);
            }
        }
    }

    private static HttpResponse<String> post(EmbeddingServer server, String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/embed"))
                .POST(BodyPublishers.ofString(text))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
