package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Epoch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a JVM while it runs, and once it was killed. */
class LiveAndDeadTest {
    @TempDir
    Path dir;

    @Test
    void aLiveJvmIsReadWithoutBeingTouchedAndADeadOneRecovered() throws Exception {
        Path epoch;
        try (AgentProcess agent = new AgentProcess(dir)) {
            epoch = Epoch.list(dir).get(0).dir();
            assertThat(LockProbe.isHeld(epoch)).isTrue();
            for (int i = 0; i < 2; i++) {
                CliRun live = CliRun.on(dir, "report", "--format", "json", "--by", "subject");
                assertThat(live.code()).isZero();
                assertThat(live.err()).isEmpty();
                assertThat(live.out())
                        .contains("\"groups\":[{\"subject\":\"journaled\",\"records\":1}]", "\"live\":1,\"dead\":0");
                assertThat(LockProbe.isHeld(epoch)).isTrue();
                assertThat(LockProbe.hasRing(epoch.resolve("ring"))).isTrue();
            }
        }

        assertThat(LockProbe.isHeld(epoch)).isFalse();
        CliRun dead = CliRun.on(dir, "report", "--format", "json", "--by", "subject");
        assertThat(dead.code()).isZero();
        assertThat(dead.err()).isEmpty();
        assertThat(dead.out())
                .contains("{\"subject\":\"journaled\",\"records\":1},{\"subject\":\"ringed\",\"records\":1}]")
                .contains("\"live\":0,\"dead\":1");
        assertThat(LockProbe.hasRing(epoch.resolve("ring"))).isFalse();
        assertThat(CliRun.on(dir, "report", "--format", "json", "--by", "subject"))
                .isEqualTo(dead);
    }

    @Test
    void aDeadJvmThatMayNotBeWrittenIsReadAsItIs() throws Exception {
        Path epoch;
        try (TestAgent agent = new TestAgent(dir, "s")) {
            epoch = agent.epoch.dir();
            agent.usage("journaled", "m", d -> {}).journal().usage("ringed", "m", d -> {});
        }
        // Not by its rights, which mean nothing to root.
        Files.delete(epoch.resolve("lock"));
        Files.createDirectory(epoch.resolve("lock"));

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isEqualTo(3);
        assertThat(dump.out()).contains("\"subject\":\"journaled\"").doesNotContain("ringed");
        assertThat(dump.err())
                .startsWith("meterweave: epoch " + epoch.getFileName() + ": its ring was not recovered, ")
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(CliRun.on(dir, "report").lines()).contains("not read: rings of dead epochs 1");
    }

    @Test
    void aRingThatIsGoneIsNotMissed() throws Exception {
        Path epoch;
        try (TestAgent agent = new TestAgent(dir, "s")) {
            epoch = agent.epoch.dir();
            agent.usage("journaled", "m", d -> {}).journal();
        }
        CliRun recovered = CliRun.on(dir, "dump");
        Files.delete(epoch.resolve("lock"));
        Files.createDirectory(epoch.resolve("lock"));

        assertThat(CliRun.on(dir, "dump")).isEqualTo(recovered);
        assertThat(recovered.code()).isZero();
    }
}
