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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lives of one service, each killed with SIGKILL at a random point under load. Every call whose return was reported is
 * found exactly once in the end, in the journals that the next life, or {@code dump}, has recovered.
 */
class KillIT {
    private static final int LIVES = Integer.getInteger("it.kill.lives");
    private static final int THREADS = 8;
    private static final int RECOVERIES = 3;
    // More than recovery looks back over: where it stops sooner, it still remembers what the dead JVM had journaled.
    private static final int FEWEST_BYTES_RECOVERED = 700 << 10;
    private static final int MOST_BYTES_RECOVERED = 2 << 20;
    private static final int MOST_BYTES_BEFORE_KILL = 200_000;
    private static final String RECOVERED = " (recovered)";
    private static final long SEED = 20261122;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void acknowledgedCallsAreFoundExactlyOnce(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        Random random = new Random(SEED);
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < LIVES; i++) {
            String name = "life" + i;
            Set<String> ids = live(jdk, dir, name, 1 + random.nextInt(MOST_BYTES_BEFORE_KILL));
            Set<String> onlyInRing = new TreeSet<>(ids);
            onlyInRing.removeAll(journaledWithoutRing(jdk, dir, name));
            lives.add(new Life(name, ids, onlyInRing));
        }
        Recorded recorded = new Recorded();
        Dump.stream(jdk, dir, recorded);
        lives.forEach(recorded::check);
        // The negative control: a ring that nobody needed would prove nothing about recovery.
        assertThat(lives).anyMatch(life -> !life.onlyInRing().isEmpty());
    }

    /** The next starts die as well, while they bring what the ring held into the journal. */
    @EachJdk
    void recoveriesThatAreKilledTooDoubleNothing(Jdk jdk) {
        Random random = new Random(SEED);
        for (int round = 0; round < Math.max(1, LIVES / 3); round++) {
            Path dir = temp.resolve("round-" + round);
            String name = "round" + round;
            Set<String> ids = live(jdk, dir, name, MOST_BYTES_BEFORE_KILL / 2 + random.nextInt(MOST_BYTES_BEFORE_KILL));
            Path dead = Instances.of(dir).get(0);
            for (int start = 0; start < RECOVERIES; start++) {
                killWhileRecovering(jdk, dir, dead, random.nextInt(FEWEST_BYTES_RECOVERED, MOST_BYTES_RECOVERED));
            }
            Recorded recorded = new Recorded();
            Dump.stream(jdk, dir, recorded);
            recorded.check(new Life(name, ids, Set.of()));
        }
    }

    private static void killWhileRecovering(Jdk jdk, Path dir, Path dead, int bytes) {
        int before = journaled(dead);
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent("dir=" + dir, "service=it")
                .main(Endings.class, "wait", 1)
                .start()) {
            Await.until(
                    "recovery of " + dead,
                    Duration.ofSeconds(60),
                    () -> journaled(dead) - before >= bytes || Files.exists(dead.resolve("adopted-by")));
            jvm.kill();
        }
    }

    private static int journaled(Path instance) {
        return Instances.journal(instance).stream().mapToInt(Instances::used).sum();
    }

    /** One life; answers what it had acknowledged when it was killed. */
    private static Set<String> live(Jdk jdk, Path dir, String life, int bytes) {
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent("dir=" + dir, "service=it")
                .main(Ack.class, life, THREADS)
                .start()) {
            Await.until("acknowledgements", Duration.ofSeconds(60), () -> jvm.printedBytes() >= bytes || !jvm.alive());
            Exit exit = jvm.kill();
            assertThat(exit.stderr()).doesNotContain("meterweave:");
            return new TreeSet<>(jvm.lines());
        }
    }

    /** The ids of that life in a copy of its directory from which the ring is missing. */
    private Set<String> journaledWithoutRing(Jdk jdk, Path dir, String life) {
        List<Path> instances = Instances.of(dir);
        Path youngest = instances.get(instances.size() - 1);
        Path copy = temp.resolve("without-ring");
        Trees.copy(youngest, copy.resolve("instances").resolve(youngest.getFileName()));
        for (Path ring : Trees.files(copy, ".ring")) {
            Trees.delete(ring);
        }
        Exit dump = Launch.cli(jdk, "dump", "--dir", copy.toString()).run();
        Set<String> ids = dump.stdoutLines().stream()
                .map(EventLines::parse)
                .filter(Event::usage)
                .map(event -> event.attribute("request_id"))
                .filter(id -> id.startsWith(life + "-"))
                .collect(Collectors.toCollection(TreeSet::new));
        Trees.delete(copy);
        assertThat(Files.exists(copy)).isFalse();
        return ids;
    }

    /** What one life had acknowledged, and which of that only its ring held when it died. */
    private record Life(String name, Set<String> acknowledged, Set<String> onlyInRing) {
        @Override
        public String toString() {
            return name + ", which acknowledged " + acknowledged.size() + ", " + onlyInRing.size()
                    + " of them only in its ring";
        }
    }

    /** The request ids of all usage, each with the event ids that carry it, by life. */
    private static final class Recorded implements Consumer<Event> {
        private final Map<String, Map<String, List<String>>> lives = new HashMap<>();

        @Override
        public void accept(Event event) {
            assertThat(event.type()).as(event.line()).isNotEqualTo(Event.LOSS);
            String request = event.attribute("request_id");
            if (!request.isEmpty()) {
                lives.computeIfAbsent(request.substring(0, request.indexOf('-')), l -> new HashMap<>())
                        .computeIfAbsent(request, r -> new ArrayList<>(1))
                        .add(event.id() + (event.data().path("recovered").asBoolean() ? RECOVERED : ""));
                assertThat(event.subject()).isEqualTo("acme");
                assertThat(event.number("input_tokens")).isEqualTo(5);
            }
        }

        void check(Life life) {
            Map<String, List<String>> found = lives.getOrDefault(life.name(), Map.of());
            List<String> missing = life.acknowledged().stream()
                    .filter(id -> !found.containsKey(id))
                    .toList();
            List<String> unmarked = life.onlyInRing().stream()
                    .filter(id -> found.containsKey(id) && !found.get(id).get(0).endsWith(RECOVERED))
                    .toList();
            Map<String, List<String>> repeated = new TreeMap<>(found);
            repeated.values().removeIf(events -> events.size() == 1);
            assertThat(missing.size())
                    .as("not recorded, of " + life + ": " + some(missing))
                    .isZero();
            assertThat(repeated.size())
                    .as("doubled, of " + life + ": " + some(repeated.entrySet()))
                    .isZero();
            assertThat(unmarked.size())
                    .as("unmarked, of " + life + ": " + some(unmarked))
                    .isZero();
            assertThat(found.size() - life.acknowledged().size())
                    .as("beyond acknowledgements, of " + life)
                    .isBetween(0, THREADS);
            assertThat(found.values().stream()
                            .map(events ->
                                    events.get(0).substring(0, events.get(0).indexOf('.')))
                            .distinct())
                    .as("epochs of " + life)
                    .hasSize(1);
        }

        private static String some(Collection<?> many) {
            return many.stream().limit(20).map(Object::toString).collect(Collectors.joining("\n", "\n", "\n"));
        }
    }
}
