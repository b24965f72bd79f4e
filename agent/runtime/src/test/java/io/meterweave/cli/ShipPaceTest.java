package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that send, to a target that fails where it is given more than two events at once. */
@Timeout(120)
class ShipPaceTest {
    private static final List<String> SHIP = List.of("ship");

    @TempDir
    Path dir;

    @TempDir
    Path elsewhere;

    private String id;

    @BeforeEach
    void dead() throws IOException {
        try (TestAgent agent = new TestAgent(dir, "service")) {
            for (int i = 0; i < 7; i++) {
                agent.usage("acme" + "-".repeat(200), "m", d -> {}); // Two of them have more than 1 KiB.
            }
            id = agent.id();
        }
    }

    private CliRun run(List<String> command, String... more) {
        List<String> args = new ArrayList<>(command);
        args.addAll(List.of("--dir", dir.toString(), "exporters=target", "exporter.target.most=2"));
        args.add("exporter.target.log=" + elsewhere.resolve("log"));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray(String[]::new));
    }

    private List<String> sent() throws IOException {
        return Files.readAllLines(elsewhere.resolve("log"));
    }

    @Test
    void aBacklogIsSentAtItsPace() throws Exception {
        CliRun tooMuch = run(SHIP, "--wait=100ms");
        assertThat(tooMuch.code()).isEqualTo(4);
        CliRun run = run(SHIP, "exporter.target.batch.events=2");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(sent()).isEqualTo(CliRun.on(dir, "dump").lines());
    }

    @Test
    void aRangeIsSentAtItsPace() throws Exception {
        CliRun unused = CliRun.on(dir, "dump"); // Brings the ring to the journal.
        String[] range = {"--exporter=target", "--epoch=" + id, "--from-sequence=2", "--to-sequence=8", ""};
        for (String pace : List.of("exporter.target.batch.events=2", "exporter.target.batch.bytes=1KiB")) {
            range[4] = pace;
            CliRun run = run(SHIP, range);
            assertThat(run.err()).as(pace).isEmpty();
            assertThat(run.code()).as(pace).isZero();
            assertThat(sent()).isEqualTo(CliRun.on(dir, "dump").lines().subList(1, 8));
            Files.delete(elsewhere.resolve("log"));
        }
    }

    @Test
    void deadLettersAreSentAtItsPace() throws Exception {
        assertThat(run(SHIP, "exporter.target.batch.events=2", "exporter.target.refuse=acme")
                        .code())
                .isEqualTo(1);
        Files.delete(elsewhere.resolve("log"));
        CliRun run = run(List.of("dead-letters", "replay"), "--exporter=target", "exporter.target.batch.events=2");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("7 accepted, 0 refused again");
        assertThat(sent()).hasSize(7);
    }

    @Test
    void aPaceThatIsNoneIsAWrongCommandLine() {
        CliRun run = run(SHIP, "exporter.target.rate=0", "exporter.target.batch.age=1h");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("exporter.target.rate=0: allowed is a whole number from 1 to 1000000")
                .contains("exporter.target.batch.age=1h: allowed is a duration from 10ms to 10m");
    }
}
