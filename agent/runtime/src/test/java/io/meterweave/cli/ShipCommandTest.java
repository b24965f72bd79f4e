package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.agent.StartedAgent;
import io.meterweave.journal.Epoch;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ShipCommandTest {
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

    private static List<String> exported(Path export) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(export)) {
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void whatAKilledJvmLeftIsShippedByAnotherProcessOnce() throws Exception {
        Epoch epoch;
        try (AgentProcess agent = new AgentProcess(dir)) {
            epoch = Epoch.list(dir).get(0);
        }
        String id = epoch.identity().epoch();
        Process ship = AgentProcess.fork(Main.class, "ship", "--dir", dir.toString(), "exporters=file");
        String out = new String(ship.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(ship.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ship.waitFor()).as(err).isZero();
        assertThat(err).doesNotContain("meterweave:");
        List<String> journaled = dump(id);
        assertThat(journaled).anyMatch(l -> l.contains("journaled")).anyMatch(l -> l.contains("ringed"));
        assertThat(out).isEqualTo("epoch " + id + " exporter file: acknowledged, " + journaled.size() + " sent\n");
        assertThat(exported(dir.resolve("export/file"))).isEqualTo(journaled);
        assertThat(epoch.dir().resolve("adopted-by")).hasContent("ship");
        assertThat(epoch.isComplete("file")).isTrue();

        CliRun again = ship("exporters=file");
        assertThat(again.code()).isZero();
        assertThat(again.out()).isEqualTo("epoch " + id + " exporter file: acknowledged before\n");
        assertThat(exported(dir.resolve("export/file"))).isEqualTo(journaled);
        assertThat(LockProbe.isHeld(epoch.dir())).isFalse();
    }

    @Test
    void aLiveJvmIsLeftAloneAndDeadOnesOfEveryServiceAreShipped() throws Exception {
        String one = dead("acme");
        String two = dead("globex", "globex");
        try (AgentProcess agent = new AgentProcess(dir)) {
            Epoch live = Epoch.list(dir).get(2);
            CliRun run = shipToTarget();
            assertThat(run.code()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.lines())
                    .containsExactly(
                            "epoch " + live.identity().epoch()
                                    + ": live, or another process ships or reads it; left alone",
                            "epoch " + one + " exporter target: acknowledged, 4 sent",
                            "epoch " + two + " exporter target: acknowledged, 5 sent");
            assertThat(live.dir().resolve("adopted-by")).doesNotExist();
            assertThat(live.dir().resolve("cursors")).isEmptyDirectory();
            List<String> all = new ArrayList<>(dump(one));
            all.addAll(dump(two));
            assertThat(logged()).isEqualTo(all);
        }
    }

    @Test
    void anEpochThatOneShipsIsLeftAloneByTheOther() throws Exception {
        String id = dead("acme", "acme");
        Process first = AgentProcess.fork(
                Main.class,
                "ship",
                "--dir=" + dir,
                "exporters=target",
                "exporter.target.log=" + log(),
                "exporter.target.hold=" + id);
        try (BufferedReader out = first.inputReader()) {
            assertThat(out.readLine()).isEqualTo("holding");
            for (int i = 0; i < 3; i++) {
                CliRun second = shipToTarget();
                assertThat(second.code()).isZero();
                assertThat(second.lines())
                        .containsExactly("epoch " + id + ": live, or another process ships or reads it; left alone");
            }
            assertThat(logged()).isEmpty();
            first.getOutputStream().write('\n');
            first.getOutputStream().flush();
            assertThat(out.readLine()).isEqualTo("epoch " + id + " exporter target: acknowledged, 5 sent");
            assertThat(first.waitFor()).isZero();
        } finally {
            first.destroyForcibly();
        }
        assertThat(shipToTarget().lines()).containsExactly("epoch " + id + " exporter target: acknowledged before");
        assertThat(logged()).isEqualTo(dump(id));
    }

    @Test
    void anEpochThatAStartingJvmShipsIsLeftAlone() throws Exception {
        String id = dead("acme", "acme");
        Process jvm = AgentProcess.fork(
                StartedAgent.class,
                "dir=" + dir,
                "service=service-2",
                "exporters=target",
                "exporter.target.log=" + elsewhere.resolve("jvm"),
                "exporter.target.hold=" + id);
        try (BufferedReader out = jvm.inputReader()) {
            assertThat(List.of(out.readLine(), out.readLine())).containsExactlyInAnyOrder("running", "holding");
            CliRun ship = shipToTarget();
            assertThat(ship.code()).isZero();
            assertThat(ship.lines())
                    .hasSize(2)
                    .allMatch(line -> line.endsWith(": live, or another process ships or reads it; left alone"))
                    .first()
                    .asString()
                    .contains(id);
            assertThat(logged()).isEmpty();
        } finally {
            jvm.destroyForcibly().onExit().join();
        }
        CliRun after = shipToTarget();
        assertThat(after.code()).as(after.out() + after.err()).isZero();
        assertThat(logged()).containsAll(dump(id));
    }

    @Test
    void aShipThatIsKilledLeavesItToTheNext() throws Exception {
        String id = dead("acme", "acme");
        Process first = AgentProcess.fork(
                Main.class,
                "ship",
                "--dir=" + dir,
                "exporters=target",
                "exporter.target.log=" + log(),
                "exporter.target.hold=" + id);
        try (BufferedReader out = first.inputReader()) {
            assertThat(out.readLine()).isEqualTo("holding");
        } finally {
            first.destroyForcibly().onExit().join();
        }
        assertThat(shipToTarget().lines()).containsExactly("epoch " + id + " exporter target: acknowledged, 5 sent");
        assertThat(logged()).isEqualTo(dump(id));
    }

    @Test
    void aTargetThatIsAwayHoldsUpNoOtherAndIsExitCodeFour() throws Exception {
        String one = dead("acme");
        String two = dead("globex", "globex");
        String[] both = {
            "exporters=target,file", "exporter.target.log=" + log(), "exporter.target.away=yes", "--wait=300ms"
        };
        CliRun away = ship(both);
        assertThat(away.code()).isEqualTo(4);
        assertThat(away.lines())
                .containsExactly(
                        "epoch " + one
                                + " exporter target: NOT all acknowledged, 0 sent: the wait was over; run it again",
                        "epoch " + one + " exporter file: acknowledged, 4 sent",
                        "epoch " + two
                                + " exporter target: NOT all acknowledged, 0 sent: the wait was over; run it again",
                        "epoch " + two + " exporter file: acknowledged, 5 sent");
        assertThat(away.err())
                .isEqualTo("meterweave: exporter target failed: target is away; usage stays in the journal and is sent"
                        + " again\n");

        CliRun back = shipToTarget();
        assertThat(back.code()).isZero();
        assertThat(logged()).hasSize(9);
    }

    @Test
    void theAgentsPropertiesFileSaysWhereEverythingIs() throws Exception {
        String id = dead("acme");
        Path config = elsewhere.resolve("meterweave.properties");
        Files.writeString(
                config, "dir=" + dir + "\nservice=any\nexporters=target,file\nexporter.target.log=" + log() + "\n");
        CliRun run = CliRun.of("ship", "--config", config.toString(), "--exporter=target");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.lines()).containsExactly("epoch " + id + " exporter target: acknowledged, 4 sent");
        assertThat(logged()).isEqualTo(dump(id));
        CliRun other = CliRun.of("ship", "--config", config.toString(), "--exporter=hub");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("exporter hub: the configuration names target, file");
    }

    @Test
    void whatIsRefusedIsExitCodeOneAndTheRestIsAcknowledged() throws Exception {
        String id = dead("acme", "globex", "acme");
        CliRun run = shipToTarget("exporter.target.refuse=globex", "exporter.target.unnamed=yes");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        "epoch " + id + " exporter target: acknowledged, 5 sent, 1 refused and kept as dead letters");
        assertThat(run.err())
                .isEqualTo("meterweave: exporter target refused 1 record(s): somebody is unknown; they are kept as dead"
                        + " letters: run `java -jar meterweave-agent.jar dead-letters list --dir " + dir + "`\n");
        assertThat(logged()).hasSize(5).noneMatch(line -> line.contains("globex"));
        Epoch epoch = Epoch.list(dir).get(0);
        assertThat(Counters.open(epoch.counters().toFile()).get(Counter.DEAD_LETTER))
                .isEqualTo(1);
        assertThat(shipToTarget().code()).as("shipped before").isZero();
    }

    @Test
    void anEpochThatCannotBeReadIsSaidAndTheOthersAreShipped() throws Exception {
        String bad = dead("acme");
        String good = dead("globex", "globex");
        Files.writeString(dir.resolve("instances").resolve(bad).resolve("instance.json"), "{}");
        CliRun run = shipToTarget();
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.lines()).containsExactly("epoch " + good + " exporter target: acknowledged, 5 sent");
        assertThat(run.err()).startsWith("meterweave: epoch " + bad + " cannot be taken over: ");
    }
}
