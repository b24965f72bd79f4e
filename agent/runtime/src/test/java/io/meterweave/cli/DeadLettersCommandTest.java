package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DeadLettersCommandTest {
    @TempDir
    Path dir;

    @TempDir
    Path elsewhere;

    private String epoch;
    private List<String> journaled;

    /** A dead epoch of five events, of which two were refused: sequences 3 and 5. */
    @BeforeEach
    void refuse() throws IOException {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("acme", "m", d -> {}).usage("globex", "m", d -> {});
            agent.usage("acme", "m", d -> {}).usage("globex", "m", d -> {}).journal();
            epoch = agent.id();
        }
        CliRun ship = CliRun.on(
                dir,
                "ship",
                "exporters=target",
                "exporter.target.log=" + elsewhere.resolve("first"),
                "exporter.target.refuse=globex");
        assertThat(ship.code()).as(ship.err()).isEqualTo(1);
        journaled = CliRun.on(dir, "dump").lines();
    }

    private CliRun letters(String command, String... more) {
        List<String> args = new ArrayList<>(List.of("dead-letters", command, "--dir", dir.toString()));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray(String[]::new));
    }

    private CliRun replay(String... more) {
        List<String> args =
                new ArrayList<>(List.of("--exporter=target", "exporter.target.log=" + elsewhere.resolve("second")));
        args.addAll(List.of(more));
        return letters("replay", args.toArray(String[]::new));
    }

    private List<String> replayed() throws IOException {
        return Files.readAllLines(elsewhere.resolve("second"));
    }

    @Test
    void listTellsWhatWasRefusedAndWhy() {
        CliRun table = letters("list");
        assertThat(table.err()).isEmpty();
        assertThat(table.code()).isZero();
        assertThat(table.lines()).hasSize(5);
        assertThat(table.lines().get(0)).matches("epoch +exporter +time +answer +sequence");
        assertThat(table.lines().get(1)).matches(epoch + "  target    20.*Z  we do not know globex +3");
        assertThat(table.lines().get(2)).matches(epoch + "  target    20.*Z  we do not know globex +5");
        assertThat(table.lines().get(4)).isEqualTo("total 2, target 2");
        assertThat(letters("list", "--exporter=other").lines()).last().isEqualTo("total 0");

        CliRun json = letters("list", "--format=json");
        assertThat(json.lines()).hasSize(2);
        assertThat(json.lines().get(0))
                .matches("\\{\"epoch\":\"" + epoch + "\",\"sequence\":3,\"time\":\"20[^\"]*Z\",\"exporter\":\"target\","
                        + "\"answer\":\"we do not know globex\",\"event\":\\{.*}}")
                .endsWith(",\"event\":" + journaled.get(2) + "}");
    }

    @Test
    void replaySendsTheSameBytesOnceAndTheLetterIsClosed() throws Exception {
        CliRun run = replay();
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("epoch " + epoch + " exporter target: 2 accepted, 0 refused again\n");
        assertThat(replayed()).containsExactly(journaled.get(2), journaled.get(4));
        assertThat(letters("list").lines()).last().isEqualTo("total 0");
        assertThat(replay()).isEqualTo(new CliRun(0, "", ""));
        assertThat(replayed()).hasSize(2);
    }

    @Test
    void whatIsRefusedAgainStaysWithItsNewAnswer() throws Exception {
        CliRun run = replay("exporter.target.refuse=" + epoch + ".5");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("epoch " + epoch + " exporter target: 1 accepted, 1 refused again\n");
        assertThat(replayed()).containsExactly(journaled.get(2));
        assertThat(letters("list", "--format=json").lines())
                .singleElement()
                .asString()
                .contains("\"sequence\":5,", "\"answer\":\"we do not know " + epoch + ".5\"");
    }

    @Test
    void oneLetterMayBeReplayedAlone() throws Exception {
        assertThat(replay("--epoch=" + epoch, "--sequence=5").code()).isZero();
        assertThat(replayed()).containsExactly(journaled.get(4));
        CliRun again = replay("--sequence=5");
        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err()).contains("has no open dead letter of sequence 5");
        assertThat(letters("list").lines()).last().isEqualTo("total 1, target 1");
    }

    @Test
    void aTargetThatIsAwayIsExitCodeFourAndTheLettersStay() {
        CliRun run = replay("exporter.target.away=yes", "--wait=100ms");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).endsWith("0 accepted, 0 refused again; NOT the rest: run it again\n");
        assertThat(letters("list").lines()).last().isEqualTo("total 2, target 2");
    }

    @Test
    void dropMarksWithAReasonAndDeletesNothing() throws Exception {
        CliRun one = letters("drop", "--exporter=target", "--epoch=" + epoch, "--sequence=3", "--reason=a test's");
        assertThat(one).isEqualTo(new CliRun(0, "epoch " + epoch + " exporter target: 1 dropped\n", ""));
        assertThat(letters("drop", "--exporter=target", "--epoch=" + epoch, "--sequence=3", "--reason=x")
                        .code())
                .isEqualTo(3);
        CliRun all = letters("drop", "--exporter=target", "--epoch=" + epoch, "--all", "--reason=customer has left");
        assertThat(all.out()).isEqualTo("epoch " + epoch + " exporter target: 1 dropped\n");
        assertThat(letters("list").lines()).last().isEqualTo("total 0");
        Path journal = dir.resolve("instances/" + epoch + "/dead-letters/target/journal");
        for (String kept : List.of("globex", "customer has left", "a test's")) {
            CliRun.flipIn(journal, kept);
        }
    }

    @Test
    void damagedLettersAreSaidAndTheOthersAreListed() throws Exception {
        CliRun.flipIn(dir.resolve("instances/" + epoch + "/dead-letters/target/journal"), epoch + ".3\"");
        CliRun list = letters("list");
        assertThat(list.code()).isEqualTo(1);
        assertThat(list.lines()).last().isEqualTo("total 1, target 1");
        assertThat(list.err()).contains("1 of the entries of its dead letters are damaged and left out");
    }

    @Test
    void lettersOfALiveJvmAreSettledToo() throws Exception {
        try (AgentProcess agent = new AgentProcess(dir)) {
            Epoch live = Epoch.list(dir).get(1);
            String id = live.identity().epoch();
            assertThat(CliRun.on(
                                    dir,
                                    "ship",
                                    "--exporter=target",
                                    "--epoch=" + id,
                                    "--from-sequence=2",
                                    "--to-sequence=2",
                                    "exporter.target.log=" + elsewhere.resolve("first"),
                                    "exporter.target.refuse=journaled")
                            .code())
                    .isEqualTo(1);
            assertThat(replay("--epoch=" + id).out())
                    .isEqualTo("epoch " + id + " exporter target: 1 accepted, 0 refused again\n");
            assertThat(LockProbe.isHeld(live.dir())).isTrue();
        }
    }
}
