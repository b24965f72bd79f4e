package io.meterweave.cli;

import io.meterweave.record.JsonText;
import io.meterweave.ring.HookTimes;
import io.meterweave.ring.RingFill;
import io.meterweave.ring.UsageTotals;
import io.meterweave.stat.EpochStat;
import io.meterweave.stat.ExporterState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What {@code stat} says to programs: one object on one line. What is not known is absent. */
final class StatJson {
    private StatJson() {}

    static void render(List<EpochStat> epochs, long now, Output out) throws OutputException {
        out.text("{\"epochs\":[");
        String separator = "";
        for (EpochStat epoch : epochs) {
            out.text(separator);
            separator = ",";
            epoch(epoch, now, out);
        }
        StatTotal total = StatTotal.of(epochs);
        JsonText json = new JsonText().open().put("live", total.live());
        counts(json, "lost", total.lost());
        counts(json, "incidents", total.incidents());
        ring(json, total.ring());
        usage(json, total.usage());
        hooks(json, total.hookTimes());
        out.text("],\"total\":");
        out.write(json.close().bytes());
        out.text("}\n");
    }

    private static void epoch(EpochStat epoch, long now, Output out) throws OutputException {
        JsonText json = new JsonText()
                .open()
                .put("epoch", epoch.identity().epoch())
                .put("service", epoch.identity().service())
                .put("instance", epoch.identity().instance())
                .put("live", epoch.live());
        counts(json, "lost", epoch.lost());
        counts(json, "incidents", epoch.incidents());
        ring(json, epoch.ring());
        if (epoch.told()) {
            usage(json, epoch.totals());
            json.open("journal").put("sequence", epoch.sequence());
            age(json, "age_ms", epoch.seen(), now);
            json.close();
            hooks(json, epoch.hookTimes());
        }
        out.write(withoutBrace(json.close().bytes()));
        out.text(",\"exporters\":[");
        String separator = "";
        for (ExporterState exporter : epoch.exporters()) {
            out.text(separator);
            separator = ",";
            out.write(exporter(exporter, now));
        }
        out.text("]}");
    }

    private static byte[] withoutBrace(byte[] object) {
        return Arrays.copyOf(object, object.length - 1);
    }

    private static void usage(JsonText json, UsageTotals usage) {
        json.put("records", usage.records());
        sum(json, "input_tokens", usage.input());
        sum(json, "output_tokens", usage.output());
        json.put("unattributed", usage.unattributed());
    }

    private static void counts(JsonText json, String field, Map<String, Long> counts) {
        json.open(field);
        counts.forEach(json::put);
        json.close();
    }

    private static void sum(JsonText json, String field, UsageTotals.Sum sum) {
        if (sum.known() > 0) {
            json.open(field).put("known", sum.known()).put("sum", sum.sum()).close();
        }
    }

    private static void ring(JsonText json, RingFill ring) {
        json.open("ring")
                .put("records", ring.records())
                .put("used_bytes", ring.usedBytes())
                .put("total_bytes", ring.totalBytes())
                .close();
    }

    private static void hooks(JsonText json, HookTimes times) {
        json.open("hook").put("samples", times.samples());
        if (times.samples() > 0) {
            json.put("p50_ns", times.percentile(0.5))
                    .put("p99_ns", times.percentile(0.99))
                    .put("p999_ns", times.percentile(0.999));
        }
        json.close();
    }

    private static byte[] exporter(ExporterState exporter, long now) {
        JsonText json = new JsonText()
                .open()
                .put("exporter", exporter.name())
                .put("shipped", exporter.shipped())
                .put("behind", exporter.behind());
        age(json, "oldest_age_ms", exporter.oldest(), now);
        if (exporter.maxAge() > 0) {
            json.put("overdue", exporter.isOverdue(now));
        }
        json.put("dead_letters", exporter.refused());
        if (!exporter.error().isEmpty()) {
            json.put("last_error", exporter.error());
            age(json, "last_error_age_ms", exporter.errorTime(), now);
        }
        return json.close().bytes();
    }

    private static void age(JsonText json, String field, long millis, long now) {
        if (millis != 0) {
            json.put(field, Math.max(0, now - millis));
        }
    }
}
