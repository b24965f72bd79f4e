package io.meterweave.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private final ObjectMapper jackson = new ObjectMapper();

    private static byte[] json(String key, String value) {
        return new JsonText().open().put(key, value).close().bytes();
    }

    @Test
    void everyCharacterParsesBackAsKeyAndValue() throws Exception {
        for (int block = 0; block <= 0x10ffff; block += 0x800) {
            StringBuilder all = new StringBuilder();
            for (int c = block; c < block + 0x800; c++) {
                if (c < 0xd800 || c > 0xdfff) {
                    all.appendCodePoint(c);
                }
            }
            JsonNode parsed = jackson.readTree(json(all.toString(), all.toString()));
            assertThat(parsed.fieldNames().next()).isEqualTo(all.toString());
            assertThat(parsed.elements().next().textValue()).isEqualTo(all.toString());
        }
    }

    @Test
    void onlyQuotesBackslashesAndControlsAreEscaped() {
        assertThat(new String(json("k", "\"\\/\b\t\n\f\r\u0000\u001f\u007f\u2028é😀"), UTF_8))
                .isEqualTo("{\"k\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028é😀\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
    void aLoneSurrogateBecomesAQuestionMark(String value) throws Exception {
        String expected = new String(value.getBytes(UTF_8), UTF_8);
        assertThat(expected).contains("?");
        assertThat(jackson.readTree(json("k", value)).get("k").textValue()).isEqualTo(expected);
    }

    @Test
    void randomTextParsesBackAndNeverHoldsALineFeed() throws Exception {
        Random random = new Random(11);
        JsonText text = new JsonText();
        for (int i = 0; i < 2_000; i++) {
            String value = random.ints(random.nextInt(50), 0, 0x10ffff)
                    .map(c -> c % 3 == 0 ? c % 128 : c)
                    .filter(c -> c < 0xd800 || c > 0xdfff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            byte[] json = text.reset().open().put("k", value).close().bytes();
            assertThat(json).doesNotContain((byte) '\n');
            assertThat(jackson.readTree(json).get("k").textValue()).isEqualTo(value);
        }
    }

    @Test
    void nestsAndSeparates() throws Exception {
        byte[] json = new JsonText()
                .open()
                .open("empty")
                .close()
                .put("n", Long.MIN_VALUE)
                .open("o")
                .put("yes", true)
                .put("no", false)
                .close()
                .raw("raw", "[1]".getBytes(UTF_8))
                .close()
                .bytes();
        assertThat(new String(json, UTF_8))
                .isEqualTo("{\"empty\":{},\"n\":-9223372036854775808,\"o\":{\"yes\":true,\"no\":false},\"raw\":[1]}");
        assertThat(jackson.readTree(json)).hasSize(4);
    }
}
