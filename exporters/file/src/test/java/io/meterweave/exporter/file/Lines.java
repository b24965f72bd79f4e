package io.meterweave.exporter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Events whose lines follow from their numbers, and the lines that stand in the files. */
final class Lines {
    static final String EPOCH = "01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10";
    static final String OTHER = "01a202b2-c501-7c1e-9f3a-5b2d8e4f6a10";

    private Lines() {}

    static String line(String epoch, long sequence) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + epoch + "." + sequence + "\",\"data\":{\"é\":\""
                + "x".repeat((int) (sequence * 7 % 50)) + "\"}}";
    }

    static UsageEvent event(String epoch, long sequence) {
        return new UsageEvent(
                epoch,
                sequence,
                "io.meterweave.usage.v1",
                null,
                line(epoch, sequence).getBytes(UTF_8));
    }

    static List<UsageEvent> events(String epoch, long from, long to) {
        List<UsageEvent> events = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            events.add(event(epoch, i));
        }
        return events;
    }

    static Path file(Path dir, String epoch, int number) {
        return dir.resolve("usage-" + epoch + "-" + String.format("%06d", number) + ".jsonl");
    }

    /** An epoch's files in the order of their numbers. */
    static List<Path> files(Path dir, String epoch) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().contains(epoch))
                    .sorted()
                    .toList();
        }
    }

    /** Checks that an epoch's files hold the events from 1 to the last, each once, in order and whole. */
    static void check(Path dir, String epoch, long last) throws IOException {
        StringBuilder expected = new StringBuilder();
        for (long i = 1; i <= last; i++) {
            expected.append(line(epoch, i)).append('\n');
        }
        StringBuilder found = new StringBuilder();
        for (Path file : files(dir, epoch)) {
            String text = Files.readString(file);
            assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
            found.append(text);
        }
        assertThat(found.toString()).isEqualTo(expected.toString());
    }
}
