package io.meterweave.agent;

import io.meterweave.ring.Counter;
import io.meterweave.ring.UsageTotals;
import io.meterweave.stat.EpochStat;
import io.meterweave.stat.ExporterState;
import java.util.Map;

/** An epoch's counters in Prometheus' text format, version 0.0.4. Seconds and bytes, as its conventions ask for. */
final class PrometheusText {
    private static final double[] SHARES = {0.5, 0.99, 0.999};

    private final StringBuilder text = new StringBuilder(4096);

    private PrometheusText() {}

    /** The text at a time in milliseconds since 1970. */
    static String of(EpochStat epoch, boolean durable, long now) {
        PrometheusText text = new PrometheusText();
        text.head("info", "gauge", "The agent and the epoch that it writes.");
        text.sample(
                "info",
                "{version=\"" + AgentStart.VERSION + "\",epoch=\""
                        + epoch.identity().epoch() + "\",service=\""
                        + epoch.identity().service() + "\",instance=\""
                        + epoch.identity().instance() + "\",durable=\"" + durable + "\"}",
                "1");
        text.usage(epoch);
        text.waiting(epoch);
        text.exporters(epoch, now);
        text.head("hook_time_seconds", "gauge", "The agent's own time in a call, of one call in 1024.");
        if (epoch.hookTimes().samples() > 0) {
            for (double share : SHARES) {
                text.sample(
                        "hook_time_seconds",
                        "{quantile=\"" + share + "\"}",
                        String.valueOf(epoch.hookTimes().percentile(share) / 1e9));
            }
        }
        text.one(
                "hook_time_samples_total",
                "counter",
                "Calls in which that was measured.",
                epoch.hookTimes().samples());
        return text.text.toString();
    }

    private void usage(EpochStat epoch) {
        UsageTotals totals = epoch.totals();
        one("records_total", "counter", "Usage records that were journaled.", totals.records());
        one(
                "unattributed_records_total",
                "counter",
                "Of them, those that nobody was named for.",
                totals.unattributed());
        if (totals.input().known() > 0) {
            one(
                    "input_tokens_total",
                    "counter",
                    "Input tokens of the records that say.",
                    totals.input().sum());
        }
        if (totals.output().known() > 0) {
            one(
                    "output_tokens_total",
                    "counter",
                    "Output tokens of the records that say.",
                    totals.output().sum());
        }
        head("lost_records_total", "counter", "Records that could not be kept.");
        counts("lost_records_total", "reason", true, epoch.lost());
        head("incidents_total", "counter", "What else was counted, of which no record is missing.");
        counts("incidents_total", "kind", false, epoch.incidents());
    }

    private void counts(String name, String label, boolean loss, Map<String, Long> counts) {
        for (Counter counter : Counter.ALL) {
            if (counter.loss() == loss) {
                sample(
                        name,
                        "{" + label + "=\"" + counter.word() + "\"}",
                        String.valueOf(counts.getOrDefault(counter.word(), 0L)));
            }
        }
    }

    private void waiting(EpochStat epoch) {
        one(
                "ring_records",
                "gauge",
                "Records that wait for the journal.",
                epoch.ring().records());
        one("ring_used_bytes", "gauge", "What they take.", epoch.ring().usedBytes());
        one(
                "ring_size_bytes",
                "gauge",
                "What there is, spare segments included.",
                epoch.ring().totalBytes());
        one("journal_sequence", "gauge", "The last journaled sequence.", epoch.sequence());
        if (epoch.seen() > 0) {
            head("journal_appended_timestamp_seconds", "gauge", "When the journal was last seen to have grown.");
            sample("journal_appended_timestamp_seconds", "", seconds(epoch.seen()));
        }
    }

    private void exporters(EpochStat epoch, long now) {
        if (epoch.exporters().isEmpty()) {
            return;
        }
        head("exporter_shipped_events_total", "counter", "Events that the target has accepted, of whatever epoch.");
        epoch.exporters().forEach(e -> sample("exporter_shipped_events_total", label(e), String.valueOf(e.shipped())));
        head("exporter_refused_events_total", "counter", "Events that the target has refused for good.");
        epoch.exporters().forEach(e -> sample("exporter_refused_events_total", label(e), String.valueOf(e.refused())));
        head("exporter_backlog_events", "gauge", "Journaled events of this epoch that are not acknowledged.");
        epoch.exporters().forEach(e -> sample("exporter_backlog_events", label(e), String.valueOf(e.behind())));
        head(
                "exporter_oldest_event_timestamp_seconds",
                "gauge",
                "The oldest event that waits to be acknowledged; 0: none.");
        epoch.exporters()
                .forEach(e -> sample("exporter_oldest_event_timestamp_seconds", label(e), seconds(e.oldest())));
        head("exporter_backlog_overdue", "gauge", "Whether that event is older than max.backlog.age.");
        epoch.exporters().stream()
                .filter(e -> e.maxAge() > 0)
                .forEach(e -> sample("exporter_backlog_overdue", label(e), e.isOverdue(now) ? "1" : "0"));
        head("exporter_last_error_timestamp_seconds", "gauge", "When a delivery failed last; 0: never.");
        epoch.exporters()
                .forEach(e -> sample("exporter_last_error_timestamp_seconds", label(e), seconds(e.errorTime())));
    }

    /** Names of exporters are letters, digits, {@code _} and {@code -}: nothing in them has to be escaped. */
    private static String label(ExporterState exporter) {
        return "{exporter=\"" + exporter.name() + "\"}";
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + (1000 + millis % 1000 + "").substring(1);
    }

    private void one(String name, String type, String help, long value) {
        head(name, type, help);
        sample(name, "", String.valueOf(value));
    }

    private void head(String name, String type, String help) {
        text.append("# HELP meterweave_").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE meterweave_").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, String value) {
        text.append("meterweave_")
                .append(name)
                .append(labels)
                .append(' ')
                .append(value)
                .append('\n');
    }
}
