package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What {@code stat} says of JVMs, while they live and when they are dead. */
class StatIT {
    /** Two threads, so that each makes more than the 1,024 calls of which one is measured. */
    private static final int RUNS = 4_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    private Path dir() {
        return temp.resolve("meterweave");
    }

    private JsonNode stat(Jdk jdk) {
        Exit exit = Launch.cli(jdk, "stat", "--dir", dir().toString(), "--format", "json")
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).isEmpty();
        assertThat(exit.stdoutLines()).hasSize(1);
        return json(exit.stdout());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private static boolean isSettled(JsonNode epoch) {
        JsonNode exporter = epoch.path("exporters").path(0);
        return epoch.path("records").asLong() == RUNS
                && exporter.path("shipped").asLong()
                        == epoch.path("journal").path("sequence").asLong()
                && exporter.path("behind").asLong(1) == 0;
    }

    @EachJdk
    void countersOfALiveJvmAndThenOfADeadOne(Jdk jdk) throws IOException {
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent("dir=" + dir(), "exporters=file")
                .main(Endings.class, "wait", RUNS)
                .start()) {
            jvm.awaitLine("calls=" + RUNS);
            Await.until(
                    "all that was metered, shipped",
                    PATIENCE,
                    () -> isSettled(stat(jdk).path("epochs").path(0)));
            JsonNode live = stat(jdk).path("epochs").path(0);
            assertThat(live.path("live").asBoolean()).isTrue();
            assertCounted(live);
            Path file = Instances.of(dir()).get(0).resolve("stat.dat");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            jvm.kill();
        }
        Map<Path, Long> before = contents();
        JsonNode dead = stat(jdk).path("epochs").path(0);
        assertThat(dead.path("live").asBoolean()).isFalse();
        assertCounted(dead);
        assertThat(contents()).as("stat writes nothing").isEqualTo(before);

        Exit table = Launch.cli(jdk, "stat", "--dir", dir().toString()).run();
        assertThat(table.code()).isZero();
        assertThat(table.stdoutLines().get(1)).contains("dead", "4,000", "12,000");

        assertThat(Dump.read(jdk, dir()).withoutLosses().usages()).hasSize(RUNS);
        JsonNode recovered = stat(jdk).path("epochs").path(0);
        assertThat(recovered.path("records").asLong()).isEqualTo(RUNS);
        assertThat(recovered.path("ring").path("total_bytes").asLong()).isZero();
    }

    private static void assertCounted(JsonNode epoch) {
        String told = epoch.toString();
        assertThat(epoch.path("records").asLong()).as(told).isEqualTo(RUNS);
        assertThat(epoch.path("input_tokens").path("known").asLong()).as(told).isEqualTo(RUNS);
        assertThat(epoch.path("input_tokens").path("sum").asLong()).as(told).isEqualTo(3L * RUNS);
        assertThat(epoch.has("output_tokens")).as(told).isFalse();
        assertThat(epoch.path("unattributed").asLong()).as(told).isEqualTo(RUNS);
        assertThat(epoch.path("lost")).as(told).isEmpty();
        assertThat(epoch.path("ring").path("records").asLong(-1)).as(told).isZero();
        assertThat(epoch.path("ring").path("total_bytes").asLong()).as(told).isGreaterThanOrEqualTo(4L << 20);
        assertThat(epoch.path("journal").path("sequence").asLong()).as(told).isGreaterThan(RUNS);
        assertThat(epoch.path("journal").has("age_ms")).as(told).isTrue();
        assertThat(epoch.path("hook").path("samples").asLong()).as(told).isBetween(2L, 8L);
        assertThat(epoch.path("hook").path("p50_ns").asLong()).as(told).isPositive();
        assertThat(epoch.path("hook").path("p999_ns").asLong())
                .as(told)
                .isGreaterThanOrEqualTo(epoch.path("hook").path("p50_ns").asLong());
        JsonNode exporter = epoch.path("exporters").path(0);
        assertThat(exporter.path("exporter").asText()).as(told).isEqualTo("file");
        assertThat(exporter.path("dead_letters").asLong(-1)).as(told).isZero();
        assertThat(exporter.has("last_error")).as(told).isFalse();
        assertThat(exporter.has("oldest_age_ms")).as(told).isFalse();
    }

    private Map<Path, Long> contents() throws IOException {
        Map<Path, Long> contents = new TreeMap<>();
        for (Path path : Trees.below(dir())) {
            CRC32C crc = new CRC32C();
            if (Files.isRegularFile(path)) {
                crc.update(Files.readAllBytes(path));
            }
            contents.put(path, crc.getValue());
        }
        return contents;
    }

    @EachJdk
    void whatADeadJvmLeftInItsRingIsSeenThere(Jdk jdk) {
        Launch.on(jdk).agent("dir=" + dir()).main(Endings.class, "halt", RUNS).run();
        JsonNode epoch = stat(jdk).path("epochs").path(0);
        long inRing = epoch.path("ring").path("records").asLong();
        long recovered = Dump.read(jdk, dir()).usages().stream()
                .filter(event -> event.has("recovered"))
                .count();
        // What was journaled and not freed yet is there, too: of one stripe at the most.
        assertThat(inRing).isBetween(recovered, recovered + 1_024);
        assertThat(epoch.path("ring").path("used_bytes").asLong() > 0).isEqualTo(inRing > 0);
    }

    @EachJdk
    void aDamagedFileIsNamedAndTheRestIsShown(Jdk jdk) throws IOException {
        Launch.on(jdk).agent("dir=" + dir()).main(Endings.class, "return", 10).run();
        Launch.on(jdk)
                .agent("dir=" + dir(), "service=another")
                .main(Endings.class, "return", 20)
                .run();
        assertThat(Dump.read(jdk, dir()).usages()).as("recovered, if need be").hasSize(30);
        Path file = Instances.of(dir()).get(0).resolve("stat.dat");
        Files.write(file, new byte[4_000]);
        Exit exit = Launch.cli(jdk, "stat", "--dir", dir().toString(), "--format", "json")
                .run();
        assertThat(exit.code()).isEqualTo(3);
        assertThat(exit.stderrLines()).hasSize(1).first().asString().contains("stat.dat");
        JsonNode told = json(exit.stdout());
        assertThat(told.path("epochs").path(0).has("records")).isFalse();
        assertThat(told.path("epochs").path(1).path("records").asLong()).isEqualTo(20);
        assertThat(told.path("total").path("records").asLong()).isEqualTo(20);
        assertThat(Dump.read(jdk, dir()).usages()).hasSize(30);
    }
}
