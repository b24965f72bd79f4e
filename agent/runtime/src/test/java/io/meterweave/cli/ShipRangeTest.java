package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A range of an epoch, sent once more. */
@Timeout(120)
class ShipRangeTest {
    @TempDir
    Path dir;

    @TempDir
    Path elsewhere;

    private String log() {
        return elsewhere.resolve("log").toString();
    }

    private List<String> logged() throws IOException {
        return Files.exists(Path.of(log())) ? Files.readAllLines(Path.of(log())) : List.of();
    }

    private CliRun ship(String... more) {
        return CliRun.on(dir, "ship", more);
    }

    private CliRun shipToTarget(String... more) {
        List<String> args = new ArrayList<>(List.of("exporters=target", "exporter.target.log=" + log()));
        args.addAll(List.of(more));
        return ship(args.toArray(String[]::new));
    }

    private List<String> dump(String epoch) {
        return CliRun.on(dir, "dump", "--epoch", epoch).lines();
    }

    private String dead(String... subjects) throws IOException {
        try (TestAgent agent = new TestAgent(dir, "service-" + subjects.length)) {
            for (String subject : subjects) {
                agent.usage(subject, "m", d -> {});
            }
            return agent.id();
        }
    }

    @Test
    void aRangeIsSentAgainBesideTheCursor() throws Exception {
        String id = dead("acme", "acme", "globex");
        assertThat(shipToTarget().code()).isZero();
        List<String> journaled = dump(id);
        byte[] cursor = Files.readAllBytes(Epoch.list(dir).get(0).cursor("target"));
        Files.delete(Path.of(log()));

        String[] range = {"--exporter=target", "--epoch=" + id, "--from-sequence=2", "--to-sequence=4"};
        CliRun run = shipToTarget(range);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.lines()).containsExactly("epoch " + id + " exporter target: 3 of sequence 2 to 4 sent");
        assertThat(logged()).isEqualTo(journaled.subList(1, 4));
        assertThat(Files.readAllBytes(Epoch.list(dir).get(0).cursor("target"))).isEqualTo(cursor);

        CliRun beyond = shipToTarget("--exporter=target", "--epoch=" + id, "--from-sequence=5", "--to-sequence=9");
        assertThat(beyond.code()).isEqualTo(3);
        assertThat(beyond.lines()).containsExactly("epoch " + id + " exporter target: 2 of sequence 5 to 9 sent");
        assertThat(beyond.err()).contains("no longer has, or never had, sequence 7 to 9;");

        List<String> refusing = new ArrayList<>(List.of(range));
        refusing.add("exporter.target.refuse=globex");
        CliRun refused = shipToTarget(refusing.toArray(String[]::new));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("2 of sequence 2 to 4 sent, 1 refused and kept as dead letters");
        assertThat(CliRun.of("dead-letters", "list", "--dir=" + dir).out()).contains("total 1, target 1");

        List<String> away = new ArrayList<>(List.of(range));
        away.addAll(List.of("exporter.target.away=yes", "--wait=100ms"));
        assertThat(shipToTarget(away.toArray(String[]::new)).code()).isEqualTo(4);
    }

    @Test
    void aRangeOfALiveJvmIsReadOnly() throws Exception {
        try (AgentProcess agent = new AgentProcess(dir)) {
            Epoch live = Epoch.list(dir).get(0);
            String id = live.identity().epoch();
            CliRun run = shipToTarget("--exporter=target", "--epoch=" + id, "--from-sequence=1", "--to-sequence=2");
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(logged()).hasSize(2).last().asString().contains("journaled");
            assertThat(LockProbe.isHeld(live.dir())).isTrue();
            assertThat(LockProbe.hasRing(live.ring())).isTrue();
            assertThat(live.dir().resolve("cursors")).isEmptyDirectory();
        }
    }
}
