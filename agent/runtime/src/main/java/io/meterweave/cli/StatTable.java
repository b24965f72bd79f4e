package io.meterweave.cli;

import io.meterweave.ring.HookTimes;
import io.meterweave.ring.UsageTotals;
import io.meterweave.stat.EpochStat;
import io.meterweave.stat.ExporterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What {@code stat} shows to people: a row for each epoch, one for each exporter, then what was lost and what else happened. */
final class StatTable {
    private static final String UNKNOWN = "-";
    private static final List<String> EPOCHS = List.of(
            "epoch",
            "source",
            "state",
            "records",
            "input_tokens",
            "output_tokens",
            "unattributed",
            "lost",
            "ring_used",
            "in_ring",
            "sequence",
            "age",
            "hook_p50_us",
            "hook_p99_us",
            "hook_p99.9_us");
    private static final List<String> EXPORTERS =
            List.of("epoch", "exporter", "last_error", "error_age", "shipped", "behind", "oldest", "dead_letters");

    /** What nobody knows of an epoch without a readable {@code stat.dat}. */
    private static final List<String> TOLD = List.of("records", "unattributed", "sequence");

    private StatTable() {}

    static void render(List<EpochStat> epochs, long now, Output out) throws OutputException {
        Table table = new Table(EPOCHS, 3);
        List<List<String>> rows = new ArrayList<>();
        epochs.forEach(epoch -> rows.add(row(epoch, now)));
        StatTotal total = StatTotal.of(epochs);
        List<String> last = total(total);
        rows.forEach(table::measure);
        table.measure(last);
        table.head(out);
        for (List<String> row : rows) {
            table.row(row, out);
        }
        table.rule(out);
        table.row(last, out);
        exporters(epochs, now, out);
        counts("lost", total.lost(), out);
        counts("incidents", total.incidents(), out);
    }

    private static void counts(String what, Map<String, Long> counts, Output out) throws OutputException {
        if (!counts.isEmpty()) {
            StringJoiner line = new StringJoiner(", ", "\n" + what + ": ", "\n");
            counts.forEach((name, count) -> line.add(name + " " + count));
            out.text(line.toString());
        }
    }

    private static List<String> row(EpochStat epoch, long now) {
        List<String> cells = new ArrayList<>(List.of(
                epoch.identity().epoch(),
                PlainText.of(epoch.identity().service() + "/" + epoch.identity().instance()),
                epoch.live() ? "live" : "dead"));
        usage(epoch.totals(), epoch.lost(), cells);
        cells.add(share(epoch.ring().usedBytes(), epoch.ring().totalBytes()));
        cells.add(number(epoch.ring().records()));
        cells.add(number(epoch.sequence()));
        cells.add(age(epoch.seen(), now));
        hooks(epoch.hookTimes(), cells);
        if (!epoch.told()) {
            TOLD.forEach(told -> cells.set(EPOCHS.indexOf(told), UNKNOWN));
        }
        return cells;
    }

    private static List<String> total(StatTotal total) {
        List<String> cells = new ArrayList<>(List.of("total", "", total.live() + " live"));
        usage(total.usage(), total.lost(), cells);
        cells.add(share(total.ring().usedBytes(), total.ring().totalBytes()));
        cells.add(number(total.ring().records()));
        cells.add("");
        cells.add("");
        hooks(total.hookTimes(), cells);
        return cells;
    }

    private static void usage(UsageTotals usage, Map<String, Long> lost, List<String> cells) {
        cells.add(number(usage.records()));
        for (UsageTotals.Sum sum : List.of(usage.input(), usage.output())) {
            String some = sum.known() < usage.records() ? "~" : "";
            cells.add(sum.known() == 0 ? UNKNOWN : some + number(sum.sum()));
        }
        cells.add(number(usage.unattributed()));
        cells.add(number(lost.values().stream().mapToLong(Long::longValue).sum()));
    }

    private static void hooks(HookTimes times, List<String> cells) {
        boolean any = times.samples() > 0;
        for (double share : new double[] {0.5, 0.99, 0.999}) {
            cells.add(any ? String.format(Locale.ROOT, "%.3f", times.percentile(share) / 1_000.0) : UNKNOWN);
        }
    }

    private static void exporters(List<EpochStat> epochs, long now, Output out) throws OutputException {
        Table table = new Table(EXPORTERS, 3);
        List<List<String>> rows = new ArrayList<>();
        for (EpochStat epoch : epochs) {
            for (ExporterState exporter : epoch.exporters()) {
                rows.add(List.of(
                        epoch.identity().epoch(),
                        PlainText.of(exporter.name()),
                        exporter.error().isEmpty() ? UNKNOWN : PlainText.of(exporter.error()),
                        age(exporter.errorTime(), now),
                        number(exporter.shipped()),
                        number(exporter.behind()),
                        age(exporter.oldest(), now) + (exporter.isOverdue(now) ? " OVERDUE" : ""),
                        number(exporter.refused())));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        rows.forEach(table::measure);
        out.text("\n");
        table.head(out);
        for (List<String> row : rows) {
            table.row(row, out);
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String share(long used, long total) {
        return total == 0 ? UNKNOWN : String.format(Locale.ROOT, "%.1f%%", 100.0 * used / total);
    }

    /** How long ago, in the unit that leaves one to four digits. */
    static String age(long millis, long now) {
        if (millis == 0) {
            return UNKNOWN;
        }
        double seconds = Math.max(0, now - millis) / 1_000.0;
        if (seconds < 600) {
            return String.format(Locale.ROOT, "%.1fs", seconds);
        }
        return seconds < 36_000
                ? String.format(Locale.ROOT, "%.0fm", seconds / 60)
                : String.format(Locale.ROOT, "%.0fh", seconds / 3_600);
    }
}
