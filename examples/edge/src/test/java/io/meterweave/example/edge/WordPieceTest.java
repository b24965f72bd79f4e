package io.meterweave.example.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With the model's own vocabulary; what BERT's tokenizer makes of these texts is known. */
class WordPieceTest {
    private final WordPiece words;

    WordPieceTest() throws Exception {
        words = new WordPiece(Path.of("target/model/all-minilm-l6-v2-q-tokenizer.json"));
    }

    @Test
    void findsWholeWordsWhateverTheirCase() {
        assertThat(words.tokens("Hello, world!")).containsExactly(101, 7592, 1010, 2088, 999, 102);
    }

    @Test
    void takesTheLongestBeginningFirst() {
        assertThat(words.tokens("unaffable")).containsExactly(101, 14477, 20961, 3468, 102); // un ##aff ##able
        assertThat(words.tokens("embeddings")).containsExactly(101, 7861, 8270, 4667, 2015, 102); // em ##bed ##ding ##s
    }

    @Test
    void whatHasNoPiecesIsUnknown() {
        assertThat(words.tokens("ᚠ a")).containsExactly(101, 100, 1037, 102);
        assertThat(words.tokens(" ")).containsExactly(101, 102);
    }
}
