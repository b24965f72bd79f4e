package io.meterweave.bench;

import java.util.List;
import java.util.Locale;

/**
 * An SVG of what a run gave: for each row a bar from 10 ns to its median on a logarithmic scale, whiskers at the bounds of
 * the median, a diamond at the median with cold caches, and beside the name how many calls were made and have arrived.
 */
final class Chart {
    private static final int LABEL = 560;
    private static final int BARS = 620;
    private static final int LINE = 22;
    private static final int TOP = 34;
    private static final double FIRST = 10;
    private static final int DECADES = 6;
    private static final String OURS = "#2b6cb0";
    private static final String OTHERS = "#9aa5b1";

    private final StringBuilder svg = new StringBuilder();
    private int y;

    private Chart() {}

    static String svg(Results results) {
        Chart chart = new Chart();
        for (List<Results.Row> table : results.tables()) {
            chart.table(results.title(table.get(0)), table);
        }
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                                + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                        LABEL + BARS + 90,
                        chart.y + 30)
                + chart.svg
                + text(
                        10,
                        chart.y + 18,
                        "start",
                        "Nanoseconds per call on a logarithmic scale. Bar: median; whiskers: its"
                                + " 95 % bounds; diamond: median with cold caches.")
                + "</svg>\n";
    }

    private void table(String title, List<Results.Row> rows) {
        int top = y + TOP;
        int bottom = top + rows.size() * LINE;
        svg.append(text(10, y + 20, "start", title));
        double tick = FIRST;
        for (int i = 0; i <= DECADES; i++) {
            svg.append(line(x(tick), top, x(tick), bottom, "#e2e8f0"));
            svg.append(text(x(tick), top - 4, "middle", name(tick)));
            tick *= 10;
        }
        y = top;
        rows.forEach(this::row);
        y = bottom + 16;
    }

    private void row(Results.Row row) {
        Figures f = row.figures();
        int middle = y + LINE / 2;
        svg.append(text(LABEL - 8, middle + 4, "end", row.label() + counts(f)));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"12\" fill=\"%s\"/>%n",
                LABEL,
                middle - 6,
                x(f.median()) - LABEL,
                row.label().startsWith("hook + record") || row.label().equals(Variant.LIBRARY_METERED)
                        ? OURS
                        : OTHERS));
        int low = x(f.lowerBound());
        int high = x(f.upperBound());
        svg.append(line(low, middle, high, middle, "black"));
        svg.append(line(low, middle - 4, low, middle + 4, "black"));
        svg.append(line(high, middle - 4, high, middle + 4, "black"));
        if (!Double.isNaN(f.cold())) {
            int x = x(f.cold());
            svg.append(String.format(
                    Locale.ROOT, "<path d=\"M%d %d l5 5 l-5 5 l-5 -5 z\" fill=\"#c05621\"/>%n", x, middle - 5));
        }
        svg.append(text(LABEL + BARS + 14, middle + 4, "start", String.format(Locale.ROOT, "%,.0f", f.median())));
        y += LINE;
    }

    private static String counts(Figures f) {
        Arrivals arrivals = f.arrivals();
        if (arrivals == null) {
            return String.format(Locale.ROOT, " (%,d calls)", f.calls());
        }
        return String.format(Locale.ROOT, " (%,d calls, %,d arrived)", f.calls(), arrivals.records());
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

    private static String line(int x1, int y1, int x2, int y2, String color) {
        return "<path d=\"M" + x1 + " " + y1 + " L" + x2 + " " + y2 + "\" stroke=\"" + color + "\"/>\n";
    }

    private static String text(int x, int y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\">" + escaped + "</text>\n";
    }
}
