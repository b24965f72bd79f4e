package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Endings;
import io.meterweave.it.app.ManyRuns;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A JVM without a disk for its usage: kept in memory, numbered, sealed and shipped like any other, and it says what it is. */
class MemoryIT {
    private static final int CALLS = 20_000;
    private static final int THREADS = 8;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void aDirectoryThatCannotBeWrittenCostsDurabilityOnly(Jdk jdk) throws IOException {
        // Modes stop no one who runs as root: this path does.
        Path dir = Files.writeString(temp.resolve("file"), "not ours").resolve("below");
        Exit exit = runs(jdk, "dir=" + dir, "exporters=file", exporterDir());
        assertThat(Unharmed.remarks(exit))
                .singleElement()
                .asString()
                .startsWith("meterweave: cannot keep usage in " + dir + ": ")
                .endsWith("; usage is kept in memory and lost if the JVM dies:"
                        + " set dir to a directory that can be written");
        assertExported(exit);
    }

    @EachJdk
    void memoryByChoiceWritesWhatTheExporterWritesAndSaysNothing(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        Exit exit = runs(jdk, "dir=" + dir, "journal=memory", "exporters=file", exporterDir());
        assertThat(Unharmed.remarks(exit)).isEmpty();
        assertThat(dir).doesNotExist();
        assertThat(Trees.below(exit.work())).isEmpty();
        assertExported(exit);
    }

    @EachJdk
    void withoutAnyoneToShipToItIsNotMetered(Jdk jdk) throws IOException {
        Path dir = Files.writeString(temp.resolve("file"), "not ours").resolve("below");
        // The file exporter's own directory is below the one that cannot be written.
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir, "exporters=file")
                .main(Endings.class, "return", 10)
                .run();
        assertThat(Unharmed.remarks(exit)).singleElement().asString().contains(dir.toString(), "NOT metered");
    }

    private String exporterDir() {
        return "exporter.file.dir=" + temp.resolve("out/export/file");
    }

    private static Exit runs(Jdk jdk, String... options) {
        Exit exit = Launch.on(jdk)
                .agent(options)
                .main(ManyRuns.class, THREADS, CALLS, THREADS)
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stdoutLines()).anyMatch(line -> line.startsWith("all calls=" + CALLS + " "));
        return exit;
    }

    private void assertExported(Exit exit) {
        List<Event> events = new ArrayList<>();
        EpochCheck check = new EpochCheck();
        Exported files = new Exported(temp.resolve("out"));
        for (int before = -1; events.size() > before; ) {
            before = events.size();
            files.forEachNew(line -> {
                Event event = EventLines.parse(line);
                check.accept(event);
                events.add(event);
            });
        }
        assertThat(events.stream().filter(Event::usage)).as(exit.stderr()).hasSize(CALLS);
        assertThat(events.stream().filter(event -> event.type().equals(Event.LOSS)))
                .isEmpty();
        assertThat(events.stream().filter(event -> event.type().equals(Event.LIFECYCLE)))
                .filteredOn(event -> !event.text("event").equals("plugin_woven"))
                .extracting(event -> event.text("event") + " " + event.text("durable"))
                .containsExactly("started false", "stopped ");
        Event last = events.get(events.size() - 1);
        assertThat(last.type()).isEqualTo(Event.MANIFEST);
        assertThat(last.text("closed")).isEqualTo("true");
    }
}
