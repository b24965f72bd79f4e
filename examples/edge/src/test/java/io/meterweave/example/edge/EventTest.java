package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
    private static final String ONE = "{\"specversion\":\"1.0\",\"id\":\"a.1\",\"source\":\"/s\",\"type\":\"t\"}";
    // Blanks, an escape, an array, a number that is not as it would be printed, letters of two and four bytes.
    private static final String TWO =
            "{ \"specversion\":\"1.0\" , \"id\":\"a.2\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"é\":[1.50,{}],\"x\":\"\\u0041😀\"} }";

    @Test
    void keepsEveryByteOfEachEvent() throws Exception {
        List<Event> events = Event.batch(("[ " + TWO + ",\n" + ONE + " ," + TWO + "]").getBytes(UTF_8));

        assertThat(events).extracting(event -> new String(event.bytes(), UTF_8)).containsExactly(TWO, ONE, TWO);
        assertThat(events.get(0).key()).isEqualTo("/s a.2");
        assertThat(Event.batch("[]".getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                ONE,
                "[" + ONE,
                "[" + ONE + ",",
                "[" + ONE + "][]",
                "[1]",
                "[{}]",
                "[" + ONE + ",{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/s\",\"type\":\"t\"}]",
                "[{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}]"
            })
    void refusesWhatIsNoBatch(String body) {
        assertThatThrownBy(() -> Event.batch(body.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }
}
