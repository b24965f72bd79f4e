package io.meterweave.bench;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.WriterConfig;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run gave; the JSON file that tables and charts are made from.
 *
 * @param made when, in UTC
 * @param processors how many the machine has
 * @param shortened how long iterations were in place of their own length, in milliseconds; 0: they had it
 * @param rows in the tables' order
 */
record Results(String made, int processors, int shortened, List<Row> rows) {
    /** One variant with one number of threads on one JDK. */
    record Row(int jdk, int threads, String label, Figures figures) {
        /** Whether two belong to the same table. */
        boolean sameTable(Row other) {
            return jdk == other.jdk && threads == other.threads;
        }
    }

    /** The tables: rows of one JDK with one number of threads. */
    List<List<Row>> tables() {
        List<List<Row>> tables = new ArrayList<>();
        for (Row row : rows) {
            List<Row> last = tables.isEmpty() ? List.of() : tables.get(tables.size() - 1);
            if (last.isEmpty() || !last.get(0).sameTable(row)) {
                last = new ArrayList<>();
                tables.add(last);
            }
            last.add(row);
        }
        return tables;
    }

    /** What a table is called; it says so where there are more threads that call than processors. */
    String title(Row row) {
        String oversubscribed = row.threads() > processors ? " on " + processors + " processors: oversubscribed" : "";
        return "JDK " + row.jdk() + ", " + row.threads() + (row.threads() == 1 ? " thread" : " threads")
                + oversubscribed;
    }

    void write(Path file) throws IOException {
        JsonArray array = Json.array();
        rows.forEach(row -> array.add(json(row)));
        JsonObject all = Json.object()
                .add("made", made)
                .add("processors", processors)
                .add("shortened_ms", shortened)
                .add("rows", array);
        try (Writer out = Files.newBufferedWriter(file)) {
            all.writeTo(out, WriterConfig.PRETTY_PRINT);
        }
    }

    private static JsonObject json(Row row) {
        Figures f = row.figures();
        JsonArray medians = Json.array();
        f.medians().forEach(medians::add);
        Arrivals arrivals = f.arrivals();
        return Json.object()
                .add("jdk", row.jdk())
                .add("threads", row.threads())
                .add("label", row.label())
                .add("ns", medians)
                .add("mean_ns", number(f.mean()))
                .add("p99_ns", number(f.high()))
                .add("cold_p50_ns", number(f.cold()))
                .add("cold_p99_ns", number(f.coldHigh()))
                .add("caller_bytes", number(f.callerBytes()))
                .add("all_bytes", number(f.allBytes()))
                .add("longest_ns", number(f.longest()))
                .add("calls", f.calls())
                .add("arrived", arrivals == null ? Json.NULL : Json.value(arrivals.records()))
                .add("lost", arrivals == null ? Json.NULL : Json.value(arrivals.lost()));
    }

    private static JsonValue number(double value) {
        return Double.isNaN(value) ? Json.NULL : Json.value(value);
    }

    static Results read(Path file) throws IOException {
        JsonObject all = Json.parse(Files.readString(file)).asObject();
        List<Row> rows = new ArrayList<>();
        all.get("rows").asArray().forEach(row -> rows.add(row(row.asObject())));
        return new Results(all.getString("made", ""), all.getInt("processors", 0), all.getInt("shortened_ms", 0), rows);
    }

    private static Row row(JsonObject row) {
        List<Double> medians = new ArrayList<>();
        row.get("ns").asArray().forEach(each -> medians.add(each.asDouble()));
        Figures figures = new Figures(
                medians,
                number(row.get("mean_ns")),
                number(row.get("p99_ns")),
                number(row.get("cold_p50_ns")),
                number(row.get("cold_p99_ns")),
                number(row.get("caller_bytes")),
                number(row.get("all_bytes")),
                row.get("longest_ns") == null ? Double.NaN : number(row.get("longest_ns")),
                row.get("calls").asLong(),
                arrivals(row));
        return new Row(row.getInt("jdk", 0), row.getInt("threads", 0), row.getString("label", ""), figures);
    }

    private static double number(JsonValue value) {
        return value.isNull() ? Double.NaN : value.asDouble();
    }

    private static @Nullable Arrivals arrivals(JsonObject row) {
        JsonValue arrived = row.get("arrived");
        return arrived.isNull()
                ? null
                : new Arrivals(arrived.asLong(), row.get("lost").asLong());
    }
}
