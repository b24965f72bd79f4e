package io.meterweave.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the agent writes is read back, whatever a subject consists of; nothing else is guessed at. */
class EventLineTest {
    private static Map<String, String> attributes(EventLine line) {
        Map<String, String> attributes = new LinkedHashMap<>();
        while (line.next()) {
            attributes.put(line.name(), new String(line.value(), UTF_8));
        }
        return attributes;
    }

    @Test
    void everyCharacterComesBack() {
        StringBuilder all = new StringBuilder("\ud83d\ude00\uffff\u2028");
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        JsonText json = new JsonText().open().put("id", "a.1").put("subject", all.toString());
        byte[] line = json.open("data").put("s", "}\",\\").close().close().bytes();
        EventLine read = new EventLine(line);

        assertThat(attributes(read)).isEqualTo(Map.of("id", "a.1", "subject", all.toString()));
        assertThat(new String(read.data(), UTF_8)).isEqualTo("{\"s\":\"}\\\",\\\\\"}");
    }

    @Test
    void nothingElseIsGuessedAt() {
        for (String text : List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"id\":1,\"data\":{}}",
                "{\"id\" :\"a\",\"data\":{}}",
                "{\"id\":\"a\"}",
                "{\"id\":\"a\",\"data\":",
                "{\"id\":\"a\\",
                "{\"id\":\"a\\x\",\"data\":{}}",
                "{\"id\":\"a\\u00\",\"data\":{}}",
                "{\"id\":\"\\u00e9\",\"data\":{}}",
                "{\"i\\\"d\":\"a\",\"data\":{}}")) {
            assertThatThrownBy(() -> {
                        EventLine line = new EventLine(text.getBytes(UTF_8));
                        assertThat(attributes(line)).isNotNull();
                        assertThat(new String(line.data(), UTF_8)).isEqualTo("{}");
                    })
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no canonical event: at byte ");
        }
    }
}
