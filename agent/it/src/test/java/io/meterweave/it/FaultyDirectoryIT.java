package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Ack;
import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A directory that cannot be written, or is full of damaged journals, is the agent's trouble, not the host's. */
class FaultyDirectoryIT {
    private static final int RUNS = 500;
    private static final int ENOUGH = 160 << 10;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void directoryThatCannotBeWritten(Jdk jdk) throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "not ours");
        Exit without = endings(Launch.on(jdk), "return").run();
        // Modes stop no one who runs as root: these paths do.
        for (Path dir : List.of(file, file.resolve("below"), Path.of("/proc/meterweave"))) {
            Exit with = endings(Launch.on(jdk).agent("dir=" + dir), "return").run();
            Unharmed.check(without, with);
            assertThat(Unharmed.remarks(with)).as("remarks on " + dir).anyMatch(line -> line.contains(dir.toString()));
            assertThat(Unharmed.remarks(with)).hasSizeLessThan(5);
        }
        assertThat(file).hasContent("not ours");
    }

    @EachJdk
    void damagedJournalsOfDeadInstances(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        List<Path> dead = killedInstances(jdk, dir, Damage.values().length + 1);
        for (int i = 0; i < Damage.values().length; i++) {
            Damage.values()[i].applyTo(dead.get(i));
        }
        // Adoption goes on behind the damaged ones: the undamaged instance is the youngest.
        Path healthy = dead.get(dead.size() - 1);

        Exit with;
        try (ForkedJvm jvm = endings(Launch.on(jdk).agent("dir=" + dir), "wait").start()) {
            jvm.awaitLine("calls=" + RUNS);
            Await.until("adoption", Duration.ofSeconds(60), () -> Files.exists(healthy.resolve("adopted-by")));
            jvm.tell("end");
            with = jvm.await(Duration.ofSeconds(60));
        }
        Unharmed.check(endings(Launch.on(jdk), "return").run(), with);
        assertReadable(jdk, dir, dead, healthy);
        assertNamed(dead.subList(0, Damage.values().length), Unharmed.remarks(with));
    }

    /** What was lost with a damaged instance is never lost in silence: the host's stderr names each. */
    private static void assertNamed(List<Path> damaged, List<String> remarks) {
        for (int i = 0; i < damaged.size(); i++) {
            String name = damaged.get(i).getFileName().toString();
            assertThat(remarks).as("remarks on " + Damage.values()[i]).anyMatch(line -> line.contains(name));
        }
    }

    /** What is undamaged is printed in full, and the command line says without a stack trace that something is wrong. */
    private static void assertReadable(Jdk jdk, Path dir, List<Path> dead, Path healthy) {
        Exit dump = Launch.cli(jdk, "dump", "--dir", dir.toString()).run();
        assertThat(dump.code()).as(dump.stderr()).isIn(1, 3);
        assertThat(dump.stderr()).isNotBlank().doesNotContain("\tat ");
        List<Event> usages = dump.stdoutLines().stream()
                .map(EventLines::parse)
                .filter(Event::usage)
                .toList();
        List<String> names =
                dead.stream().map(path -> path.getFileName().toString()).toList();
        assertThat(usages.stream().filter(event -> !names.contains(event.epoch())))
                .hasSize(RUNS);
        assertThat(usages.stream().filter(event -> event.epoch().equals(names.get(names.size() - 1))))
                .as("usage of " + healthy)
                .isNotEmpty();
    }

    private static Launch endings(Launch launch, String how) {
        return launch.main(Endings.class, how, RUNS);
    }

    /** The instances of JVMs that were killed under load, the oldest first. */
    private static List<Path> killedInstances(Jdk jdk, Path dir, int count) {
        List<Path> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Each has a parent of its own: a start would adopt the one before, and repair nothing is what we want.
            Path alone = dir.resolveSibling("life-" + i);
            try (ForkedJvm jvm = Launch.on(jdk)
                    .agent("dir=" + alone)
                    .main(Ack.class, "life-" + i, 2)
                    .start()) {
                Await.until("a journal", Duration.ofSeconds(60), () -> journaledBytes(alone) > ENOUGH);
                jvm.kill();
            }
            for (Path instance : Instances.of(alone)) {
                Path moved = dir.resolve("instances").resolve(instance.getFileName());
                Trees.copy(instance, moved);
                found.add(moved);
            }
        }
        assertThat(found).hasSize(count);
        return found;
    }

    private static int journaledBytes(Path dir) {
        return Instances.of(dir).stream()
                .flatMap(instance -> Instances.journal(instance).stream())
                .mapToInt(Instances::used)
                .sum();
    }
}
