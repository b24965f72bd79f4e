package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Epoch;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.ExporterStat;
import io.meterweave.ring.StatFile;
import io.meterweave.ring.UsageTotals;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StatCommandTest {
    @TempDir
    Path dir;

    @Test
    void losesNothingThatTheFilesSay() throws Exception {
        try (Epoch epoch = Epoch.create(dir, "s", "i")) {
            StatFile stat = StatFile.open(epoch.stat().toFile());
            Counters counters = Counters.open(epoch.counters().toFile());
            counters.add(Counter.RING_FULL, 17);
            counters.add(Counter.READER_FAILED, 4);
            counters.add(Counter.REFUSED_SUBJECT, 2);
            stat.journaled(12, new UsageTotals());
            stat.hookTimes().record(200);
            ExporterStat hub = stat.exporter("hub");
            hub.delivered(5, 2, 7);
            hub.oldest(1);
            hub.failed("hub is away", System.currentTimeMillis());
            CliRun json = CliRun.on(dir, "stat", "--format", "json");
            assertThat(json.code()).isZero();
            assertThat(json.err()).isEmpty();
            assertThat(json.out())
                    .contains("\"service\":\"s\",\"instance\":\"i\",\"live\":true,\"lost\":{\"ring_full\":17},")
                    .contains(",\"incidents\":{\"reader_failed\":4,\"refused_subject\":2},")
                    .contains("\"journal\":{\"sequence\":12,\"age_ms\":", "\"hook\":{\"samples\":1,\"p50_ns\":")
                    .contains("{\"exporter\":\"hub\",\"shipped\":5,\"behind\":5,\"oldest_age_ms\":")
                    .doesNotContain("overdue")
                    .contains("\"dead_letters\":2,\"last_error\":\"hub is away\",\"last_error_age_ms\":")
                    .doesNotContain("tokens");
            assertThat(CliRun.on(dir, "stat").out()).doesNotContain("OVERDUE");
            hub.maxAge(60_000);
            assertThat(CliRun.on(dir, "stat", "--format", "json").out())
                    .contains(",\"overdue\":true,\"dead_letters\":2,");
            CliRun table = CliRun.on(dir, "stat");
            assertThat(table.out()).contains("h OVERDUE ");
            assertThat(table.lines().get(1)).contains(epoch.identity().epoch(), "s/i", "live", "17", "12");
            assertThat(table.out()).contains("hub is away", "\nlost: ring_full 17\n", "\ntotal ");
            assertThat(table.out()).endsWith("\nincidents: reader_failed 4, refused_subject 2\n");
        }
    }

    @Test
    void anEpochOfAnEarlierVersionIsShownWithoutWhatItDoesNotTell() throws Exception {
        try (Epoch epoch = Epoch.create(dir, "s", "i")) {
            Counters.open(epoch.counters().toFile()).add(Counter.QUOTA, 3);
            CliRun json = CliRun.on(dir, "stat", "--format", "json");
            assertThat(json.code()).isEqualTo(3);
            assertThat(json.err().lines()).hasSize(1);
            assertThat(json.err()).contains("stat.dat does not exist");
            assertThat(json.out().split("\"total\"")[0])
                    .contains("\"lost\":{\"quota\":3}")
                    .doesNotContain("records\":0,\"unattributed", "sequence");
            assertThat(CliRun.on(dir, "stat").lines().get(1)).contains(" - ").contains(" 3 ");
        }
    }

    @Test
    void anEmptyDirectoryIsNoFaultAndAForeignOneIs() throws Exception {
        Files.createDirectories(dir.resolve("instances"));
        CliRun empty = CliRun.on(dir, "stat", "--format", "json");
        assertThat(empty.code()).isZero();
        assertThat(empty.out()).startsWith("{\"epochs\":[],\"total\":{\"live\":0,");
        assertThat(CliRun.on(dir, "stat").code()).isZero();
        CliRun foreign = CliRun.on(dir.resolve("instances"), "stat");
        assertThat(foreign.code()).isEqualTo(3);
        assertThat(foreign.out()).isEmpty();
        assertThat(foreign.err().lines()).hasSize(1);
        assertThat(CliRun.on(dir, "stat", "--format", "csv").code()).isEqualTo(2);
    }

    @Test
    @Timeout(60)
    void followsWhatChangesAndSeesAJvmDie() throws Exception {
        Epoch epoch = Epoch.create(dir, "s", "i");
        StatFile stat = StatFile.open(epoch.stat().toFile());
        Counters unused = Counters.open(epoch.counters().toFile());
        PipedInputStream in = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(in), false, StandardCharsets.UTF_8);
        String[] args = {"stat", "--follow", "--format=json", "--dir=" + dir};
        FutureTask<Integer> code = new FutureTask<>(() -> Main.run(args, out, System.err));
        Thread command = new Thread(code, "follow");
        command.start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains("\"sequence\":0", "\"live\":1");
            stat.journaled(5, new UsageTotals());
            for (String line = lines.readLine(); !line.contains("\"sequence\":5,"); ) {
                line = lines.readLine();
            }
            epoch.close();
            for (String line = lines.readLine(); !line.contains("\"live\":0"); ) {
                line = lines.readLine();
            }
            command.interrupt();
            assertThat(code.get()).isZero();
        } finally {
            command.interrupt();
        }
    }
}
