package io.meterweave.cli;

import io.meterweave.cli.doctor.Finding;
import io.meterweave.record.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code doctor} has found, for people and for programs. */
final class AuditText {
    private static final List<String> HEADS =
            List.of("library", "version", "entry point", "woven", "meters, or why not", "where");

    private AuditText() {}

    static void table(List<Finding> findings, Output out) throws OutputException {
        if (findings.isEmpty()) {
            out.text("no library that infers was found\n");
            return;
        }
        Table table = new Table(HEADS, HEADS.size());
        List<List<String>> rows = new ArrayList<>();
        for (Finding finding : findings) {
            List<String> row = cells(finding);
            table.measure(row);
            rows.add(row);
        }
        table.head(out);
        for (List<String> row : rows) {
            table.row(row, out);
        }
        long woven = findings.stream().filter(Finding::woven).count();
        out.text("\n" + woven + " of " + findings.size() + " would be metered\n");
    }

    private static List<String> cells(Finding finding) {
        return List.of(
                PlainText.of(finding.library()),
                finding.version().isEmpty() ? "-" : PlainText.of(finding.version()),
                PlainText.of(finding.entryPoint()),
                finding.woven() ? "yes" : "NO",
                finding.woven() ? String.join(", ", finding.meters()) : PlainText.of(finding.why()),
                PlainText.of(finding.where()));
    }

    static void json(List<Finding> findings, Map<String, String> unreadable, Output out) throws OutputException {
        List<String> found = new ArrayList<>();
        for (Finding finding : findings) {
            JsonText json = new JsonText().open().put("library", finding.library());
            if (!finding.version().isEmpty()) {
                json.put("version", finding.version());
            }
            json.put("entry_point", finding.entryPoint()).put("woven", finding.woven());
            if (finding.woven()) {
                json.put("meters", String.join(",", finding.meters()));
            } else {
                json.put("why", finding.why());
            }
            found.add(text(json.put("where", finding.where()).close()));
        }
        List<String> failed = new ArrayList<>();
        unreadable.forEach((where, cause) -> failed.add(text(
                new JsonText().open().put("where", where).put("cause", cause).close())));
        JsonText all = new JsonText().open();
        all.raw("findings", array(found)).raw("unreadable", array(failed));
        out.write(all.close().bytes());
        out.write('\n');
    }

    private static String text(JsonText json) {
        return new String(json.bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] array(List<String> values) {
        return ("[" + String.join(",", values) + "]").getBytes(StandardCharsets.UTF_8);
    }
}
