package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nanos = Long.MAX_VALUE - 1_000_000_000L;

    @Test
    void isShownToAPersonAfterTwoSeconds() {
        Progress progress = progress(true);
        read(progress, 100_000);
        assertThat(err.size()).isZero();

        nanos += 2_000_000_000L;
        read(progress, 20_000);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[Kmeterweave: read 102,400 records ...");

        err.reset();
        progress.end();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[K");
    }

    @Test
    void isNotWrittenToAFile() {
        Progress progress = progress(false);
        nanos += 5_000_000_000L;
        read(progress, 100_000);
        progress.end();
        assertThat(err.size()).isZero();
    }

    private Progress progress(boolean terminal) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Progress(new Messages(stream, terminal), true, () -> nanos);
    }

    private static void read(Progress progress, int records) {
        for (int i = 0; i < records; i++) {
            progress.read();
        }
    }
}
