package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttachAnswerTest {
    @Test
    void isReadAsItWasWritten() {
        AttachAnswer answer = new AttachAnswer(
                AttachAnswer.Status.METERING, "/srv/a dir", List.of("a.B", "c.D$E"), List.of("one", "two: three"));

        assertThat(AttachAnswer.parse(answer.text("id-1"), "id-1")).isEqualTo(answer);
    }

    @Test
    void linesInWhatItQuotesAreNoLinesOfItsOwn() {
        AttachAnswer answer = new AttachAnswer(AttachAnswer.Status.METERING, "/srv\nwoven x.Y", List.of(), List.of());

        AttachAnswer read = AttachAnswer.parse(answer.text("id-1"), "id-1");

        assertThat(read).isNotNull();
        assertThat(read.woven()).isEmpty();
        assertThat(read.dir()).isEqualTo("/srv woven x.Y");
    }

    @Test
    void answerToAnotherOrNoneIsNone() {
        String text = AttachAnswer.of(AttachAnswer.Status.REFUSED).text("id-1");

        assertThat(AttachAnswer.parse(text, "id-2")).isNull();
        assertThat(AttachAnswer.parse(null, "id-1")).isNull();
        assertThat(AttachAnswer.parse("", "")).isNull();
        assertThat(AttachAnswer.parse("id-1\nPERHAPS\n", "id-1")).isNull();
    }

    @Test
    void requestHoldsIdAndSettings() {
        assertThat(AttachAnswer.requestId(AttachAnswer.request("id-1", "dir=x,exporters=file,http")))
                .isEqualTo("id-1");
        assertThat(AttachAnswer.settings(AttachAnswer.request("id-1", "dir=x,exporters=file,http")))
                .isEqualTo("dir=x,exporters=file,http");
        assertThat(AttachAnswer.requestId(AttachAnswer.request("id-1", ""))).isEqualTo("id-1");
        assertThat(AttachAnswer.settings(AttachAnswer.request("id-1", ""))).isEmpty();
        // Loaded by another program than the attach command.
        assertThat(AttachAnswer.requestId("dir=x")).isNull();
        assertThat(AttachAnswer.settings("dir=x")).isEqualTo("dir=x");
    }
}
