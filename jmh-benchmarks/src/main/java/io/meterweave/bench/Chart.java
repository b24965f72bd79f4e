package io.meterweave.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An SVG of what a run gave, a panel for each number of threads: for each row and JDK a bar from 10 ns to its median on a
 * logarithmic scale, whiskers at the median's bounds, each of them 95 % one-sided, a diamond at the median with cold caches, and beside it how many of
 * its calls have arrived. Hand-offs, the reader alone and the stub without an agent make no record, and are left out. As
 * wide as GitHub shows a picture, on a ground of its own.
 */
final class Chart {
    private static final int WIDTH = 980;
    private static final int LABEL = 390;
    private static final int BARS = 400;
    private static final int MEDIANS = LABEL + BARS + 85;
    private static final int ARRIVED = WIDTH - 12;
    private static final int BAR = 9;
    private static final int PITCH = BAR + 4;
    private static final String SMALL = "font-size=\"12\"";
    private static final double FIRST = 10;
    private static final int DECADES = 6;
    private static final String[] OURS = {"#2b6cb0", "#90b8e0"};
    private static final String[] OTHERS = {"#7b8794", "#c3cbd4"};
    private static final String INK = "#1f2933";
    private static final List<String> LEFT_OUT = List.of("hand-off", "reader", "stub without");

    private final SvgText svg = new SvgText();
    private final List<Integer> jdks;
    private int y;

    private Chart(Results results) {
        jdks = results.rows().stream().map(Results.Row::jdk).distinct().sorted().toList();
    }

    static String svg(Results results) {
        Chart chart = new Chart(results);
        chart.head(results);
        Map<Integer, List<Results.Row>> panels = new TreeMap<>();
        for (Results.Row row : results.rows()) {
            if (LEFT_OUT.stream().noneMatch(row.label()::startsWith)) {
                panels.computeIfAbsent(row.threads(), t -> new ArrayList<>()).add(row);
            }
        }
        panels.forEach((threads, rows) -> chart.panel(threads, rows, results.processors()));
        return chart.svg.document(WIDTH, chart.y);
    }

    private void head(Results results) {
        svg.text(
                12,
                28,
                "start",
                INK,
                "What a call costs on the application's thread",
                "font-size=\"19\" font-weight=\"bold\"");
        String trial = results.shortened() > 0 ? "A trial, not figures. " : "";
        svg.text(
                12,
                50,
                "start",
                INK,
                trial + "Time per call on a logarithmic scale: each line is ten times the one"
                        + " before it; dashed: the floor. Blue: Meterweave.");
        svg.text(
                12,
                69,
                "start",
                INK,
                "Bar: median; whisker: its bounds, 95 %, one-sided each; diamond: single calls with cold caches."
                        + " Right: median, arrived.");
        int x = 12;
        for (int i = 0; i < jdks.size(); i++) {
            svg.bar(x, 80, 14, BAR, OURS[i % 2]);
            svg.bar(x + 16, 80, 14, BAR, OTHERS[i % 2]);
            svg.text(x + 36, 89, "start", INK, "JDK " + jdks.get(i));
            x += 100;
        }
        y = 98;
    }

    private void panel(int threads, List<Results.Row> rows, int processors) {
        Map<String, List<Results.Row>> lines = new LinkedHashMap<>();
        rows.forEach(row ->
                lines.computeIfAbsent(row.label(), l -> new ArrayList<>()).add(row));
        int height = jdks.size() * PITCH + 6;
        int top = y + 52;
        int bottom = top + lines.size() * height;
        String title = threads
                + (threads == 1 ? " thread" : " threads")
                + (threads > processors ? " on " + processors + " processors: oversubscribed" : "");
        svg.text(12, y + 26, "start", INK, title, "font-size=\"16\" font-weight=\"bold\"");
        double tick = FIRST;
        for (int i = 0; i <= DECADES; i++) {
            svg.line(x(tick), top, x(tick), bottom, "#dde3ea");
            svg.text(x(tick), top - 6, "middle", INK, name(tick));
            tick *= 10;
        }
        svg.text(MEDIANS, top - 6, "end", INK, "median");
        svg.text(ARRIVED, top - 6, "end", INK, "arrived");
        y = top;
        lines.forEach((label, each) -> line(label, each, height));
        for (Results.Row row : rows) {
            if (row.label().equals(Variant.FLOOR)) {
                int x = x(row.figures().median());
                svg.line(x, top, x, bottom, "#c05621", "stroke-dasharray=\"3 3\"");
                break;
            }
        }
        y = bottom + 14;
    }

    private void line(String label, List<Results.Row> rows, int height) {
        svg.text(LABEL - 10, y + height / 2 + 5, "end", INK, label);
        for (Results.Row row : rows) {
            int index = jdks.indexOf(row.jdk());
            bar(row, y + 5 + index * PITCH, index);
        }
        y += height;
    }

    private void bar(Results.Row row, int top, int jdk) {
        Figures f = row.figures();
        boolean ours = row.label().startsWith("hook + record") || row.label().equals(Variant.LIBRARY_METERED);
        svg.bar(LABEL, top, x(f.median()) - LABEL, BAR, (ours ? OURS : OTHERS)[jdk % 2]);
        int middle = top + BAR / 2;
        int low = x(f.lowerBound());
        int high = x(f.upperBound());
        svg.line(low, middle, high, middle, "black");
        svg.line(low, middle - 3, low, middle + 3, "black");
        svg.line(high, middle - 3, high, middle + 3, "black");
        if (!Double.isNaN(f.cold())) {
            svg.diamond(x(f.cold()), middle, "#dd6b20");
        }
        svg.text(MEDIANS, top + BAR, "end", INK, time(f.median()), SMALL);
        svg.text(ARRIVED, top + BAR, "end", INK, arrived(f), SMALL);
    }

    private static String arrived(Figures f) {
        Arrivals arrivals = f.arrivals();
        if (arrivals == null) {
            return "";
        }
        if (arrivals.records() == 0) {
            return "none";
        }
        if (arrivals.records() == f.calls()) {
            return "all";
        }
        double percent = 100.0 * arrivals.records() / f.calls();
        if (percent < 0.1) {
            return "< 0.1 %";
        }
        // Rounded up it would say that all have arrived.
        double shown = arrivals.records() < f.calls() ? Math.min(99.9, percent) : percent;
        return String.format(Locale.ROOT, "%.1f %%", shown);
    }

    private static int x(double nanos) {
        double decades = Math.log10(Math.max(nanos, FIRST) / FIRST);
        return LABEL + (int) Math.round(BARS * Math.min(decades / DECADES, 1));
    }

    private static String name(double nanos) {
        return nanos < 1e3
                ? Math.round(nanos) + " ns"
                : nanos < 1e6 ? Math.round(nanos / 1e3) + " µs" : Math.round(nanos / 1e6) + " ms";
    }

    private static String time(double nanos) {
        return nanos < 1e3
                ? String.format(Locale.ROOT, "%.0f ns", nanos)
                : nanos < 1e6
                        ? String.format(Locale.ROOT, "%.2f µs", nanos / 1e3)
                        : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
