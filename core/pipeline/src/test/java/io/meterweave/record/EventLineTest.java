package io.meterweave.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line is taken apart into what it was made of, or not at all. */
class EventLineTest {
    private static EventLine line(String text) {
        return new EventLine(text.getBytes(UTF_8));
    }

    @Test
    void isTakenApart() {
        byte[] body = "{\"event\":\"started\",\"a\":{\"data\":\"]}\"}}".getBytes(UTF_8);
        StringBuilder source = new StringBuilder("/é/\"\\/\uD83D\uDE00");
        for (char c = 0; c < ' '; c++) {
            source.append(c);
        }
        byte[] line = new CloudEventWriter("epoch", source.toString())
                .write(
                        new JournalEntry(
                                7,
                                RecordType.LIFECYCLE,
                                false,
                                JournalEntry.NO_STRIPE,
                                0,
                                1_700_000_000_123_456_789L,
                                ByteBuffer.wrap(body)),
                        null);
        EventLine read = new EventLine(line);
        List<String> found = new ArrayList<>();
        while (read.next()) {
            found.add(read.name() + "=" + new String(read.value(), UTF_8));
        }
        assertThat(found)
                .containsExactly(
                        "specversion=1.0",
                        "id=epoch.7",
                        "source=" + source,
                        "type=io.meterweave.lifecycle.v1",
                        "time=2023-11-14T22:13:20.123456Z",
                        "datacontenttype=application/json",
                        "sequence=0000000000000000007");
        assertThat(read.data()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{\"id\":\"1\"}",
                "{\"id\":\"1",
                "{\"id\":\"1\\",
                "{\"id\":7,\"data\":{}}",
                "{\"id\" :\"1\",\"data\":{}}",
                "{\"i\\u0064\":\"1\",\"data\":{}}",
                "{\"id\":\"\\u00e9\",\"data\":{}}",
                "{\"id\":\"\\u00\",\"data\":{}}",
                "{\"id\":\"\\x\",\"data\":{}}",
                "{\"data\":",
                "{\"data\":}",
            })
    void whatIsNotCanonicalIsNotGuessedAt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    EventLine line = line(text);
                    while (line.next()) {
                        line.value();
                    }
                    line.data();
                })
                .withMessageStartingWith("no canonical event");
    }
}
