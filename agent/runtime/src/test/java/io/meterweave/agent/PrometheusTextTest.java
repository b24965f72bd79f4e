package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.ExporterStat;
import io.meterweave.ring.RingFill;
import io.meterweave.ring.StatFile;
import io.meterweave.ring.UsageTotals;
import io.meterweave.stat.EpochStat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final EpochIdentity EPOCH = new EpochIdentity("01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10", "s", "i");

    private static final long NOW = 1_700_000_010_000L;

    private final StatFile stat = StatFile.inMemory();
    private final Counters counters = Counters.inMemory();

    private List<String> lines() {
        return PrometheusText.of(EpochStat.own(EPOCH, stat, counters, new RingFill(3, 480, 4096)), true, NOW)
                .lines()
                .toList();
    }

    @Test
    void whatIsNotKnownHasNoSample() {
        assertThat(lines())
                .contains("meterweave_records_total 0", "meterweave_lost_records_total{reason=\"quota\"} 0")
                .noneMatch(line -> line.contains("tokens"))
                .noneMatch(line -> line.contains("exporter"))
                .noneMatch(line -> line.startsWith("meterweave_hook_time_seconds"));
    }

    @Test
    void unitsAreSecondsAndBytes() {
        counters.add(Counter.RING_FULL, 17);
        counters.add(Counter.REFUSED_SUBJECT, 3);
        stat.journaled(9, new UsageTotals());
        stat.hookTimes().record(1_000);
        ExporterStat line = stat.exporter("hub");
        line.delivered(7, 1, 8);
        line.oldest(1_700_000_000_250L);
        line.maxAge(9_000);
        line.failed("away", 1_700_000_001_005L);
        assertThat(lines())
                .contains(
                        "meterweave_lost_records_total{reason=\"ring_full\"} 17",
                        "meterweave_incidents_total{kind=\"refused_subject\"} 3",
                        "meterweave_incidents_total{kind=\"refused_attribute\"} 0",
                        "meterweave_ring_records 3",
                        "meterweave_ring_used_bytes 480",
                        "meterweave_ring_size_bytes 4096",
                        "meterweave_journal_sequence 9",
                        "meterweave_hook_time_samples_total 1",
                        "meterweave_exporter_shipped_events_total{exporter=\"hub\"} 7",
                        "meterweave_exporter_refused_events_total{exporter=\"hub\"} 1",
                        "meterweave_exporter_backlog_events{exporter=\"hub\"} 1",
                        "meterweave_exporter_oldest_event_timestamp_seconds{exporter=\"hub\"} 1700000000.250",
                        "meterweave_exporter_backlog_overdue{exporter=\"hub\"} 1",
                        "meterweave_exporter_last_error_timestamp_seconds{exporter=\"hub\"} 1700000001.005")
                .anyMatch(sample -> sample.startsWith("meterweave_hook_time_seconds{quantile=\"0.99\"} 1.0"));
    }

    @Test
    void whatWaitsIsOverdueOnceItIsOlderThanItMayBe() {
        String overdue = "meterweave_exporter_backlog_overdue{exporter=\"hub\"} ";
        ExporterStat line = stat.exporter("hub");
        line.oldest(NOW - 9_000);
        assertThat(lines()).noneMatch(each -> each.startsWith(overdue));
        line.maxAge(8_001); // Told in whole seconds.
        assertThat(lines()).contains(overdue + 0);
        line.oldest(NOW - 9_001);
        assertThat(lines()).contains(overdue + 1);
        line.oldest(0);
        assertThat(lines()).contains(overdue + 0);
    }

    @Test
    void everySampleStandsBelowItsHelpAndItsType() {
        stat.exporter("hub").failed("away", 5);
        Set<String> heads = new HashSet<>();
        String head = "";
        for (String line : lines()) {
            if (line.startsWith("# ")) {
                head = line.split(" ")[2];
                if (line.startsWith("# TYPE")) {
                    assertThat(heads.add(head)).as(line).isTrue();
                    assertThat(line.endsWith(" counter")).isEqualTo(head.endsWith("_total"));
                }
            } else {
                assertThat(line.split("[ {]")[0]).isEqualTo(head);
            }
        }
        assertThat(heads).hasSizeGreaterThan(10);
    }
}
