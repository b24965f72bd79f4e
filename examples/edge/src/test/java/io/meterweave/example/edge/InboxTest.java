package io.meterweave.example.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    @TempDir
    Path temp;

    @Test
    void keepsEachOnceAndTellsWhatTheFileHas() throws Exception {
        try (Inbox inbox = new Inbox(temp.resolve("inbox"))) {
            inbox.keep(List.of(event("1", "a"), event("2", "b"), event("1", "a")));
            inbox.keep(List.of(event("2", "other"), event("3", "c")));

            assertThat(inbox.repeated()).isEqualTo(1);
            assertThat(inbox.altered()).isEqualTo(1);
            assertThat(inbox.read()).extracting(Event::key).containsExactly("s 1", "s 2", "s 3");
            Files.writeString(temp.resolve("inbox"), "");
            assertThat(inbox.read()).isEmpty();
        }
    }

    @Test
    void whatCouldNotBeWrittenIsNotThere() throws Exception {
        Inbox inbox = new Inbox(temp.resolve("inbox"));
        inbox.close();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> inbox.keep(List.of(event("1", "a")))).isInstanceOf(IOException.class);
        }
        assertThat(inbox.events()).isEmpty();
        assertThat(inbox.repeated()).isZero();
    }

    private static Event event(String id, String data) throws IOException {
        String json = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"s\",\"type\":\"t\",\"data\":\""
                + data + "\"}";
        return Event.of(json.getBytes(UTF_8));
    }
}
