package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.RecordType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories and journals that are missing, foreign or damaged. */
class FaultsTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"dump", "report"})
    void aMissingDirectory(String command) {
        CliRun run = CliRun.on(dir.resolve("none"), command);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("meterweave: " + command + ": " + dir.resolve("none")
                        + " does not exist; give the directory of an agent with --dir\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dump", "report"})
    void aForeignDirectory(String command) {
        CliRun run = CliRun.on(dir, command);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("meterweave: " + command + ": " + dir + " is no directory of Meterweave")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"format\":2,\"epoch\":\"x\"}", "\u001b[2J"})
    void anIdentityThatIsNotOurs(String json) throws Exception {
        String id;
        try (TestAgent agent = new TestAgent(dir, "s")) {
            id = agent.id();
            Files.writeString(agent.epoch.dir().resolve("instance.json"), json);
        }
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("whole", "m", d -> {}).journal();
        }

        CliRun run = CliRun.on(dir, "dump");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("\"whole\"");
        assertThat(run.err())
                .startsWith("meterweave: epoch " + id + " cannot be read: ")
                .contains("instance.json was not written by this version")
                .hasLineCount(1);
    }

    @Test
    void oneOfSeveralEpochsCannotBeRead() throws Exception {
        Path cut;
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("cut off", "m", d -> {}).journal();
            cut = agent.epoch.dir();
        }
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.usage("whole", "m", d -> {}).journal();
        }
        CliRun before = CliRun.on(dir, "report", "--format", "json");
        assertThat(before.out()).contains("\"total\":{\"records\":2,\"unattributed\":0}");
        try (var files = Files.newDirectoryStream(cut.resolve("journal"), "*.cq4");
                FileChannel file = FileChannel.open(files.iterator().next(), StandardOpenOption.WRITE)) {
            file.truncate(1000);
        }

        for (String command : new String[] {"dump", "report"}) {
            CliRun run = CliRun.on(dir, command);
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out()).contains("whole").doesNotContain("cut off");
            assertThat(run.err())
                    .startsWith("meterweave: epoch " + cut.getFileName() + " cannot be read: ")
                    .hasLineCount(1);
        }
        assertThat(CliRun.on(dir, "report").lines()).contains("not read: epochs 1");
        assertThat(CliRun.on(dir, "report", "--format", "json").out()).contains("\"unreadable\":1");
    }

    @Test
    void aCorruptEntryIsLeftOutAndCounted() throws Exception {
        String id;
        try (TestAgent agent = new TestAgent(dir, "s")) {
            id = agent.id();
            agent.usage("first", "m", d -> {}).usage("victim", "m", d -> {}).usage("last", "m", d -> {});
            agent.journal();
            CliRun.flipIn(agent.epoch.journal(), "victim");
            Files.delete(agent.epoch.ring().resolve("0000.ring"));
        }

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isEqualTo(1);
        assertThat(dump.out()).contains("\"first\"", "\"last\"").doesNotContain("ictim");
        assertThat(dump.lines()).hasSize(4);
        assertThat(dump.err())
                .startsWith("meterweave: epoch " + id + ": 1 entry is corrupt and left out, the first: ")
                .hasLineCount(1);
        assertThat(CliRun.on(dir, "report").lines()).contains("not read: corrupt entries 1");
        CliRun json = CliRun.on(dir, "report", "--format", "json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.out())
                .contains(
                        "\"total\":{\"records\":2,\"unattributed\":0}", "\"corrupt_entries\":1,\"missing_events\":0,");
    }

    @Test
    void entriesThatCannotBeOursAreLeftOutAndCounted() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.raw(
                    entry(2, RecordType.USAGE).putLong(0).putLong(1).putLong(-5).flip()); // negative input_tokens
            agent.raw(entry(3, RecordType.USAGE).putInt(0).flip()); // no record
            agent.raw(entry(4, RecordType.LIFECYCLE)
                    .put("{}\n{}".getBytes(StandardCharsets.UTF_8))
                    .flip());
            agent.raw(entry(-1, RecordType.LIFECYCLE)
                    .put((byte) '{')
                    .put((byte) '}')
                    .flip());
            agent.raw(ByteBuffer.allocate(3));
            agent.raw(entry(7, RecordType.LIFECYCLE)
                    .put((byte) '{')
                    .put((byte) '}')
                    .flip());
        }

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.lines()).hasSize(2);
        assertThat(dump.err()).contains("5 entries are corrupt and left out, the first: negative quantity -5");
        assertThat(CliRun.on(dir, "report", "--format", "json").out())
                .contains(
                        "\"total\":{\"records\":0,\"unattributed\":0}", "\"corrupt_entries\":5,\"missing_events\":0,");
    }

    @Test
    void missingAndRepeatedEventsAreFaults() throws Exception {
        String id;
        try (TestAgent agent = new TestAgent(dir, "s")) {
            id = agent.id();
            for (long sequence : new long[] {2, 3, 3, 7, 5, 8, 10}) {
                agent.raw(
                        entry(sequence, RecordType.USAGE).putLong(0).putLong(0).flip());
            }
        }

        CliRun dump = CliRun.on(dir, "dump");

        assertThat(dump.code()).isEqualTo(1);
        assertThat(dump.lines().stream().map(l -> l.replaceAll(".*\"sequence\":\"0*([0-9]+)\".*", "$1")))
                .containsExactly("1", "2", "3", "7", "8", "10", "11");
        assertThat(dump.err().lines())
                .containsExactly(
                        "meterweave: epoch " + id + ": 4 of its events are missing, the first: sequence 4;"
                                + " restore the journal from a backup",
                        "meterweave: epoch " + id + ": 2 of its entries are out of sequence and left out,"
                                + " the first: sequence 3; restore the journal from a backup");
        CliRun report = CliRun.on(dir, "report");
        assertThat(report.code()).isEqualTo(1);
        assertThat(report.lines()).contains("not read: missing events 4", "not read: entries out of sequence 2");
        assertThat(CliRun.on(dir, "report", "--format", "json").out())
                .contains(
                        "\"total\":{\"records\":5,\"unattributed\":5}", "\"missing_events\":4,\"repeated_events\":2}");
    }

    @Test
    void aLossOfAnotherFormIsAFaultOfTheReportOnly() throws Exception {
        try (TestAgent agent = new TestAgent(dir, "s")) {
            agent.raw(entry(2, RecordType.LOSS)
                    .put("{\"reason\":\"ring_full\",\"lost_count\":-1}".getBytes(StandardCharsets.UTF_8))
                    .flip());
        }

        assertThat(CliRun.on(dir, "dump").code()).isZero();
        CliRun report = CliRun.on(dir, "report");
        assertThat(report.code()).isEqualTo(1);
        assertThat(report.err()).contains("1 entry is corrupt").hasLineCount(1);
    }

    private static ByteBuffer entry(long sequence, RecordType type) {
        ByteBuffer entry = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        JournalEntry.encodeHead(entry, sequence, type, false, JournalEntry.NO_STRIPE, 0, 0);
        return entry;
    }
}
