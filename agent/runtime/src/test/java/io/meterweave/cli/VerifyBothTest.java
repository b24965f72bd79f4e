package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file held against the journal that it came from: events 1 to 12, manifests 7 and 12. */
class VerifyBothTest {
    @TempDir
    Path dir;

    private SealedAgent agent;
    private List<String> lines;

    @BeforeEach
    void journal() throws IOException {
        agent = new SealedAgent(dir);
        agent.usage(5).seal(false);
        agent.usage(4).seal(true);
        lines = new ArrayList<>(agent.lines());
    }

    private CliRun verify() throws IOException {
        Path file = Files.writeString(dir.resolve("f.jsonl"), String.join("\n", lines) + "\n");
        return CliRun.on(dir, "verify", "--file", file.toString());
    }

    @Test
    void bothAreWhole() throws Exception {
        agent.close();
        CliRun run = verify();
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .contains("file: 12 events, 9 of them usage records", "journal: 12 events, 9 of them usage records");
    }

    @Test
    void whatComesLaterIsNotDeliveredYet() throws Exception {
        lines.subList(9, 12).clear();
        CliRun live = verify();
        assertThat(live.code()).isZero();
        assertThat(live.lines()).contains("  not delivered yet, 3 records from 10", "  complete to 9, open");

        agent.close();
        assertThat(verify()).isEqualTo(live);

        Files.createFile(agent.dir().resolve("cursors/file"));
        assertThat(verify()).isEqualTo(live);

        Files.createFile(agent.dir().resolve("cursors/file.complete"));
        CliRun done = verify();
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.out())
                .contains("FAULT file: epoch " + agent.id() + " in the journal and not in the file 10 to 12\n")
                .endsWith("NOT COMPLETE: 1 fault\n");
    }

    @Test
    void whatTheFileLacksIsNamed() throws Exception {
        agent.close();
        lines.subList(2, 4).clear();
        CliRun run = verify();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("FAULT file: epoch " + agent.id() + " in the journal and not in the file 3 to 4\n");
    }

    @Test
    void whatDiffersIsNamed() throws Exception {
        agent.close();
        lines.set(3, lines.get(3).replace("customer-2", "customer-3"));
        CliRun run = verify();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("FAULT file: epoch " + agent.id() + " differs between file and journal 4\n");
    }

    @Test
    void whatTheJournalLacksIsNamed() throws Exception {
        String last = lines.get(11);
        lines.add(last.replace(agent.id() + ".12", agent.id() + ".13")
                .replace("0000000000000000012", "0000000000000000013")
                .replaceAll("manifest.v1", "lifecycle.v1"));
        agent.close();
        CliRun run = verify();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("FAULT file: epoch " + agent.id() + " in the file and not in the journal 13\n");
    }

    @Test
    void anAdoptedEpochWhoseEndIsOnItsWay() throws Exception {
        agent.close();
        try (SealedAgent adopter = new SealedAgent(dir)) {
            adopter.lifecycle("{\"event\":\"adopted\",\"adopted_epoch\":\"" + agent.id()
                    + "\",\"last_sequence\":12,\"recovered_count\":0}");
            lines.subList(9, 12).clear();
            lines.addAll(adopter.lines());

            assertThat(verify().code()).isZero();
            CliRun alone = CliRun.of("verify", "--file", dir.resolve("f.jsonl").toString());
            assertThat(alone.code()).isEqualTo(1);
            assertThat(alone.out())
                    .contains("FAULT file: epoch " + agent.id() + " missing 10 to 12: 3 events at its end, ");
        }
    }
}
