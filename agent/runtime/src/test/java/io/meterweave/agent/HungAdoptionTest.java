package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.cli.TestTarget;
import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.JournalWriter;
import io.meterweave.journal.SealOptions;
import io.meterweave.ring.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What earlier runs have left, and one exporter whose target never answers beside one that works. */
@Timeout(120)
class HungAdoptionTest {
    private static final int EVENTS = 50;

    @TempDir
    Path dir;

    private void deadEpoch() throws IOException {
        Epoch epoch = Epoch.create(dir, "default", "host");
        Counters counters = Counters.open(epoch.counters().toFile());
        try (ChronicleJournal journal = ChronicleJournal.open(epoch.journal(), ChronicleOptions.DEFAULT)) {
            JournalWriter writer = new JournalWriter(epoch.identity(), journal, counters, SealOptions.DEFAULT);
            for (int i = 0; i < EVENTS; i++) {
                writer.lifecycle("{\"event\":\"started\"}".getBytes(StandardCharsets.UTF_8));
            }
        }
        epoch.close();
    }

    /** The lines of other epochs than the one that is written. */
    private List<String> delivered(String exporter, LiveEpoch own) throws IOException {
        Path log = dir.resolve(exporter);
        return !Files.exists(log)
                ? List.of()
                : Files.readAllLines(log).stream()
                        .filter(line -> !line.contains(own.identity().epoch()))
                        .sorted()
                        .toList();
    }

    /** Looks until it has all of them, or the test's time limit interrupts this. */
    private void awaitAll(String exporter, LiveEpoch own) throws IOException {
        for (int has = 0; has < 4 * EVENTS; has = delivered(exporter, own).size()) {
            assertThat(Thread.interrupted())
                    .as("exporter %s has %d of %d events in time", exporter, has, 4 * EVENTS)
                    .isFalse();
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void theOtherGetsFourEarlierEpochsAllTheSame() throws Exception {
        for (int i = 0; i < 4; i++) {
            deadEpoch();
        }
        CountDownLatch gate = new CountDownLatch(1);
        TestTarget.GATES.put("hung-adoption", gate);
        Complaints complaints = new Complaints();
        AgentConfig config = AgentConfig.of(
                Map.of(
                        "dir", dir.toString(),
                        "exporters", "hung,fast",
                        "exporter.hung.type", "target",
                        "exporter.hung.gate", "hung-adoption",
                        "exporter.hung.log", dir.resolve("hung").toString(),
                        "exporter.fast.type", "target",
                        "exporter.fast.log", dir.resolve("fast").toString()),
                "host");
        DiskEpoch epoch = DiskEpoch.create(config, dir, complaints);
        JournalThread journal = new JournalThread(config, epoch, new PluginNews(), complaints);
        journal.start();
        awaitAll("fast", epoch);
        assertThat(dir.resolve("hung")).doesNotExist();
        gate.countDown();
        awaitAll("hung", epoch);
        journal.stop(30_000_000_000L, false);
        assertThat(delivered("hung", epoch)).isEqualTo(delivered("fast", epoch)).doesNotHaveDuplicates();
    }
}
