package io.meterweave.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A report as a table for people. {@code -} is unknown. {@code ~} stands before a sum that does not cover all records of
 * its row, and a line below says how many it does.
 */
final class TableReport {
    private static final String UNKNOWN = "-";
    private static final String UNATTRIBUTED = "(unattributed)";
    private static final BigInteger MANY = BigInteger.valueOf(10_000_000_000L);

    private TableReport() {}

    static void render(Report report, Output out) throws OutputException {
        Aggregation usage = report.usage();
        List<Group> groups = usage.groups();
        int texts = usage.by().size();
        Table table = new Table(heads(usage), texts);
        List<String> total = total(usage);
        table.measure(total);
        for (Group group : groups) {
            table.measure(cells(usage, group));
        }
        table.head(out);
        // Made a second time rather than kept: the cells of a million groups are more than their sums.
        for (Group group : groups) {
            table.row(cells(usage, group), out);
        }
        table.rule(out);
        table.row(total, out);
        out.text(notes(report));
    }

    private static List<String> heads(Aggregation usage) {
        List<String> heads = new ArrayList<>();
        usage.by().forEach(dimension -> heads.add(PlainText.of(dimension.name())));
        heads.add("records");
        for (Measure measure : Measure.ALL) {
            String field = measure.field();
            heads.add(measure.isTime() ? field.substring(0, field.length() - 2) + unit(usage.total(), measure) : field);
        }
        return heads;
    }

    /** One unit for all rows of a column, so that they can be compared. */
    private static String unit(Totals total, Measure measure) {
        return isLong(total, measure) ? "s" : "ms";
    }

    private static boolean isLong(Totals total, Measure measure) {
        return total.sum(measure).compareTo(MANY) >= 0;
    }

    private static List<String> cells(Aggregation usage, Group group) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < usage.by().size(); i++) {
            cells.add(text(usage.by().get(i), group.key().get(i)));
        }
        numbers(cells, group.totals(), usage.total());
        return cells;
    }

    private static List<String> total(Aggregation usage) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < usage.by().size(); i++) {
            cells.add(i == 0 ? "total" : "");
        }
        numbers(cells, usage.total(), usage.total());
        return cells;
    }

    /** A value that could be taken for something else is put in quotes. */
    private static String text(Dimension dimension, @Nullable String value) {
        if (value == null) {
            return dimension.name().equals("subject") ? UNATTRIBUTED : UNKNOWN;
        }
        String plain = PlainText.of(value);
        boolean clear = !plain.isBlank()
                && plain.equals(plain.strip())
                && !plain.startsWith("\"")
                && !plain.equals(UNKNOWN)
                && !plain.equals(UNATTRIBUTED);
        return clear ? plain : '"' + plain + '"';
    }

    private static void numbers(List<String> cells, Totals totals, Totals all) {
        cells.add(grouped(BigInteger.valueOf(totals.records())));
        for (Measure measure : Measure.ALL) {
            long known = totals.known(measure);
            if (known == 0) {
                cells.add(UNKNOWN);
                continue;
            }
            BigInteger sum = totals.sum(measure);
            String number = measure.isTime() ? time(sum, isLong(all, measure)) : grouped(sum);
            cells.add(known == totals.records() ? number : "~" + number);
        }
    }

    private static String grouped(BigInteger number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(BigInteger nanos, boolean seconds) {
        BigDecimal value = new BigDecimal(nanos).movePointLeft(seconds ? 9 : 6).setScale(3, RoundingMode.HALF_UP);
        return String.format(Locale.ROOT, "%,.3f", value);
    }

    private static String notes(Report report) {
        StringBuilder notes = new StringBuilder("\n");
        Totals total = report.usage().total();
        StringJoiner partial = new StringJoiner(", ");
        for (Measure measure : Measure.ALL) {
            long known = total.known(measure);
            if (known > 0 && known < total.records()) {
                partial.add(String.format(Locale.ROOT, "%s in %,d of %,d", measure.field(), known, total.records()));
            }
        }
        if (partial.length() > 0) {
            notes.append("~ covers only the records that say: ").append(partial).append('\n');
        }
        if (total.unattributed() > 0) {
            notes.append(String.format(
                    Locale.ROOT, "unattributed: %,d of %,d records\n", total.unattributed(), total.records()));
        }
        if (report.since() != null) {
            notes.append("since: ").append(report.since().instant()).append('\n');
        }
        report.usage()
                .lost()
                .forEach((reason, count) -> notes.append("lost: ")
                        .append(reason)
                        .append(' ')
                        .append(grouped(count))
                        .append('\n'));
        Findings findings = report.findings();
        note(notes, "not read: corrupt entries ", findings.corruptEntries());
        note(notes, "not read: missing events ", findings.missingEvents());
        note(notes, "not read: entries out of sequence ", findings.repeatedEvents());
        note(notes, "not read: epochs ", findings.unreadableEpochs());
        note(notes, "not read: rings of dead epochs ", findings.unrecoveredEpochs());
        return notes.append("epochs: ")
                .append(findings.liveEpochs())
                .append(" live, ")
                .append(findings.deadEpochs())
                .append(" dead\n")
                .toString();
    }

    private static void note(StringBuilder notes, String what, long count) {
        if (count > 0) {
            notes.append(what).append(String.format(Locale.ROOT, "%,d", count)).append('\n');
        }
    }
}
