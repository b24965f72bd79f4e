package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.cli.TestTarget;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counter;
import io.meterweave.ring.RingWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An exporter whose target takes a batch and never answers, beside one that works: the journal thread, its bounds and the
 * exporters' threads are those of an agent.
 */
@Timeout(120)
class HungExporterTest {
    @TempDir
    Path dir;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Complaints complaints = new Complaints(lines);
    private final RingWriter writer = new RingWriter();
    private final UsageDraft draft = new UsageDraft();
    private final Facts scope = Facts.NONE.with(Fact.SUBJECT, "s".repeat(250));
    private long metered;

    private AgentConfig config(String... more) throws ConfigException {
        List<String> all = new ArrayList<>(List.of(
                "dir=" + dir,
                "exporters=hung,fast",
                "exporter.hung.type=target",
                "exporter.hung.gate=hung",
                "exporter.hung.log=" + dir.resolve("hung"),
                "exporter.hung.batch.age=10ms",
                "exporter.fast.type=target",
                "exporter.fast.log=" + dir.resolve("fast"),
                "exporter.fast.batch.age=10ms",
                "exporter.hung.max.backlog.age=1s",
                "ring.stripes=4"));
        all.addAll(List.of(more));
        Map<String, String> settings = new TreeMap<>();
        for (String setting : all) {
            settings.put(setting.split("=")[0], setting.split("=")[1]);
        }
        return AgentConfig.of(settings, "host");
    }

    private void meter(LiveEpoch epoch) {
        draft.begin(Facts.NONE, scope);
        draft.start(System.nanoTime());
        draft.set(Quantity.INPUT_TOKENS, metered++);
        int length = draft.encode();
        while (!epoch.ring().offer(writer, draft.bytes(), length)) {
            // The ring waits for the journal thread by itself.
        }
    }

    private String lineWith(String what) throws InterruptedException {
        String line = lines.take();
        while (!line.contains(what)) {
            line = lines.take();
        }
        return line;
    }

    private static long refused(LiveEpoch epoch) {
        return epoch.counters().get(Counter.QUOTA);
    }

    /** Meters until there is no room, because one exporter hangs. */
    private void fill(LiveEpoch epoch, JournalThread journal) throws Exception {
        journal.start();
        while (refused(epoch) == 0) {
            meter(epoch);
        }
        assertThat(lineWith("no room")).contains("reason quota", "see why the exporters do not acknowledge");
        assertThat(lineWith("is behind"))
                .startsWith("exporter hung is behind: ")
                .contains("look at the target");
        assertThat(dir.resolve("hung")).doesNotExist();
    }

    private void assertBothHaveAll(long least) throws Exception {
        List<String> fast = Files.readAllLines(dir.resolve("fast"));
        assertThat(Files.readAllLines(dir.resolve("hung"))).isEqualTo(fast);
        assertThat(fast).hasSizeGreaterThan((int) least);
        for (int i = 0; i < fast.size(); i++) {
            assertThat(fast.get(i)).contains("\"sequence\":\"" + String.format("%019d", i + 1) + "\"");
        }
        assertThat(lines).noneMatch(line -> line.contains("exporter fast"));
    }

    @Test
    void itsUsageIsKeptToTheQuotaAndWhatComesThenIsRefusedAndCounted() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        TestTarget.GATES.put("hung", gate);
        AgentConfig config = config("quota=16MiB");
        DiskEpoch epoch = DiskEpoch.create(config, dir, complaints);
        JournalThread journal = new JournalThread(config, epoch, new PluginNews(), complaints);
        fill(epoch, journal);
        long journaled = epoch.stat().sequence();
        gate.countDown();
        journal.stop(30_000_000_000L, false);
        assertBothHaveAll(journaled);
    }

    @Test
    void inMemoryThereIsRoomAgainOnceItAnswers() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        TestTarget.GATES.put("hung", gate);
        AgentConfig config = config("journal=memory", "journal.memory=4MiB");
        MemoryEpoch epoch = new MemoryEpoch(config, complaints);
        JournalThread journal = new JournalThread(config, epoch, new PluginNews(), complaints);
        fill(epoch, journal);
        long journaled = epoch.stat().sequence();
        gate.countDown();
        while (epoch.stat().sequence() < journaled + 1_000) {
            meter(epoch);
        }
        journal.stop(30_000_000_000L, false);
        assertBothHaveAll(journaled + 1_000);
    }
}
