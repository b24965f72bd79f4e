package io.meterweave.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A report as RFC 4180: a header, then a row for each group. Empty is unknown; each sum is followed by the number of
 * records that it covers.
 */
final class CsvReport {
    private CsvReport() {}

    static void render(Report report, Output out) throws OutputException {
        List<String> cells = new ArrayList<>();
        report.usage().by().forEach(dimension -> cells.add(dimension.name()));
        cells.add("records");
        for (Measure measure : Measure.ALL) {
            cells.add(measure.field());
            cells.add(measure.field() + "_known");
        }
        row(cells, out);
        for (Group group : report.usage().groups()) {
            cells.clear();
            group.key().forEach(value -> cells.add(value == null ? "" : value));
            cells.add(Long.toString(group.totals().records()));
            for (Measure measure : Measure.ALL) {
                long known = group.totals().known(measure);
                cells.add(known == 0 ? "" : group.totals().sum(measure).toString());
                cells.add(Long.toString(known));
            }
            row(cells, out);
        }
    }

    private static void row(List<String> cells, Output out) throws OutputException {
        StringJoiner line = new StringJoiner(",", "", "\r\n");
        for (String cell : cells) {
            line.add(quoted(cell));
        }
        out.text(line.toString());
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
