package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What {@code dump} prints of a directory. Reading it checks every line and every epoch, and verifies all, in every test. */
public record Dump(List<Event> events) {
    public static Dump read(Jdk jdk, Path dir) {
        List<Event> events = new ArrayList<>();
        stream(jdk, dir, events::add);
        return new Dump(events);
    }

    /** For journals too large to hold. */
    public static void stream(Jdk jdk, Path dir, Consumer<Event> consumer) {
        Exit exit = Launch.cli(jdk, "dump", "--dir", dir.toString()).run();
        assertThat(exit.code()).as("dump " + dir + ": " + exit.stderr()).isZero();
        Map<String, EpochCheck> epochs = new HashMap<>();
        lines(exit.stdoutFile(), line -> {
            Event event = EventLines.parse(line);
            epochs.computeIfAbsent(event.epoch(), e -> new EpochCheck()).accept(event);
            consumer.accept(event);
        });
        epochs.values().forEach(EpochCheck::end);
        Exit verified = Launch.cli(jdk, "verify", "--dir", dir.toString()).run();
        assertThat(verified.code()).as(verified.stdout() + verified.stderr()).isZero();
    }

    /** The same of a directory in which something is damaged: what is printed is checked line by line only. */
    public static Exit damaged(Jdk jdk, Path dir, Consumer<Event> consumer) {
        Exit exit = Launch.cli(jdk, "dump", "--dir", dir.toString()).run();
        assertThat(exit.code()).as("dump " + dir + ": " + exit.stderr()).isIn(0, 1, 3);
        assertThat(exit.stderr()).doesNotContain("\tat ");
        lines(exit.stdoutFile(), line -> consumer.accept(EventLines.parse(line)));
        return exit;
    }

    public static void lines(Path file, Consumer<String> consumer) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                consumer.accept(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Event> usages() {
        return of(Event.USAGE);
    }

    List<Event> of(String type) {
        return events.stream().filter(e -> e.type().equals(type)).toList();
    }

    /** The usage records that were made for this subject, in order. */
    List<Event> forEachOf(String subject) {
        return usages().stream().filter(e -> e.subject().equals(subject)).toList();
    }

    /** The one usage record that was made for this subject. */
    Event forSubject(String subject) {
        List<Event> found = forEachOf(subject);
        assertThat(found).as("usage of " + subject).hasSize(1);
        return found.get(0);
    }

    /** The journal of a test that lost nothing says so. */
    public Dump withoutLosses() {
        assertThat(of(Event.LOSS)).isEmpty();
        return this;
    }
}
