package io.meterweave.example.boot;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the server; see the README beside it. */
@SpringBootApplication
public class ServerApplication {
    public static void main(String[] args) {
        // DJL's tokenizers ask a cloud's metadata address who they are and report that, unless they are told to be
        // offline.
        System.setProperty("ai.djl.offline", "true");
        SpringApplication.run(ServerApplication.class, args);
    }

    /** MiniLM in this process, on ONNX Runtime. */
    @Bean
    EmbeddingModel embeddingModel() {
        return new AllMiniLmL6V2QuantizedEmbeddingModel();
    }
}
