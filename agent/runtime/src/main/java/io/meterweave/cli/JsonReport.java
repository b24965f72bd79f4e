package io.meterweave.cli;

import io.meterweave.record.JsonText;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report as one JSON object. A measure is {@code {"known":n,"sum":s}} and absent where no record of the group knows
 * it; a dimension that the records do not say is absent. Sums may exceed 64 bits.
 */
final class JsonReport {
    private JsonReport() {}

    static void render(Report report, Output out) throws OutputException {
        JsonText json = new JsonText();
        List<String> names = report.usage().by().stream().map(Dimension::name).toList();
        json.open().put("by", String.join(",", names));
        if (report.since() != null) {
            json.put("since", report.since().instant().toString());
        }
        out.write(withoutBrace(json.close().bytes()));
        // Group by group: the text of a million of them is not held.
        String separator = ",\"groups\":[";
        for (Group group : report.usage().groups()) {
            out.text(separator);
            separator = ",";
            out.write(group(json, names, group));
        }
        out.text(separator.equals(",") ? "]," : ",\"groups\":[],");
        byte[] rest = rest(json, report);
        out.write(rest, 1, rest.length - 1);
        out.write('\n');
    }

    private static byte[] withoutBrace(byte[] object) {
        return Arrays.copyOf(object, object.length - 1);
    }

    private static byte[] group(JsonText json, List<String> names, Group group) {
        json.reset().open();
        for (int i = 0; i < names.size(); i++) {
            @Nullable String value = group.key().get(i);
            if (value != null) {
                json.put(names.get(i), value);
            }
        }
        totals(json, group.totals());
        return json.close().bytes();
    }

    private static byte[] rest(JsonText json, Report report) {
        json.reset().open().open("total");
        totals(json, report.usage().total());
        json.put("unattributed", report.usage().total().unattributed());
        json.close().open("lost");
        report.usage().lost().forEach((reason, count) -> number(json, reason, count));
        Findings findings = report.findings();
        return json.close()
                .open("epochs")
                .put("live", findings.liveEpochs())
                .put("dead", findings.deadEpochs())
                .put("unrecovered", findings.unrecoveredEpochs())
                .put("unreadable", findings.unreadableEpochs())
                .put("rebuilt", findings.rebuiltEpochs())
                .close()
                .put("corrupt_entries", findings.corruptEntries())
                .put("missing_events", findings.missingEvents())
                .put("repeated_events", findings.repeatedEvents())
                .close()
                .bytes();
    }

    private static void totals(JsonText json, Totals totals) {
        json.put("records", totals.records());
        for (Measure measure : Measure.ALL) {
            if (totals.known(measure) > 0) {
                json.open(measure.field()).put("known", totals.known(measure));
                number(json, "sum", totals.sum(measure));
                json.close();
            }
        }
    }

    private static void number(JsonText json, String key, BigInteger value) {
        json.raw(key, value.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
