package io.meterweave.example.boot;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes texts. Who sent one is nothing that it looks at: the agent reads that from the request. */
@RestController
class TextController {
    private final EmbeddingModel model;
    private final Keywords keywords;

    TextController(EmbeddingModel model, Keywords keywords) {
        this.model = model;
        this.keywords = keywords;
    }

    /** The text's embedding: metered because the library is woven. */
    @PostMapping("/embed")
    float[] embed(@RequestBody String text) {
        return model.embed(text).content().vector();
    }

    /** The text's longest words: metered because {@link Keywords#of} asks for it. */
    @PostMapping("/keywords")
    List<String> keywords(@RequestBody String text) {
        return keywords.of(text);
    }
}
