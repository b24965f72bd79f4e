package io.meterweave.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ResultsTest {
    private static final Figures FLOOR = new Figures(List.of(40.0), 40, 41, 66, 90, 0, 0, Double.NaN, 100, null);
    private static final Figures HOOK =
            new Figures(List.of(90.0, 80.0, 100.0), 95, 120, 300, 900, 0, 500, Double.NaN, 100, new Arrivals(97, 3));
    private static final Figures STALLED =
            new Figures(List.of(1e6), 1e6, 1e6, Double.NaN, Double.NaN, 0, 0, 1.0015e9, 10, new Arrivals(4, 6));
    private static final Results RESULTS = new Results(
            "2026-11-26T00:00:00Z",
            2,
            0,
            List.of(
                    new Results.Row(17, 1, Variant.FLOOR, FLOOR),
                    new Results.Row(17, 1, "hook + record, <a>", HOOK),
                    new Results.Row(17, 4, Variant.FLOOR, FLOOR),
                    new Results.Row(17, 4, "hook + record, stalled", STALLED)));

    @TempDir
    Path dir;

    @Test
    @DisplayName("What is written is what is read")
    void file() throws Exception {
        Path file = dir.resolve("benchmarks.json");
        RESULTS.write(file);
        assertThat(Results.read(file)).isEqualTo(RESULTS);
    }

    @Test
    @DisplayName("Tables compare with their own floor, and say where there are more threads than processors")
    void tables() {
        assertThat(Report.markdown(RESULTS))
                .contains("### JDK 17, 1 thread\n")
                .contains("| hook + record, <a> | 90.0 | 100.0 | 2.25 | 2.50 | 95.0 | 120 | 300 | 900 | 0.0 | 500 |"
                        + " 100 | 97 | 3 |")
                .contains("### JDK 17, 4 threads on 2 processors: oversubscribed\n")
                .contains("| 1000000 |  |  | 0.0 | 0 | 10 | 4 | 6 |");
    }

    @Test
    @DisplayName("The chart is XML, with a bar for each row that grows with the logarithm")
    void chart() throws Exception {
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Chart.svg(RESULTS))));
        // The background and the legend's two come first.
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(7);
        // Six decades from 10 ns on take 400: log10(4) and log10(9) of a sixth of that.
        assertThat(width(svg, 3)).isEqualTo(40);
        assertThat(width(svg, 4)).isEqualTo(64);
        assertThat(Chart.svg(RESULTS))
                .contains(">97.0 %<", ">4 threads on 2 processors: oversubscribed<", "95 %, one-sided each;");
    }

    @Test
    @DisplayName("Two threads are compared with one, and peers with hook and record if all records of both arrived")
    void comparisons() {
        assertThat(Report.markdown(compared(new Arrivals(100, 0))))
                .contains("- JFR event, stub: 5.00 x as long as hook + record (450.0 and 90.0 ns).\n")
                .contains("- Kieker, binary file, stub: not compared, 97 of 100 arrived.\n")
                .doesNotContain("- Micrometer", "- hook + record")
                .contains("2 threads over 1: 2.70 x floor / 2.25 x floor = 1.200 (1.080 to 1.350).\n");
        assertThat(Report.markdown(compared(new Arrivals(97, 3))))
                .contains("- hook + record, stub, subject: not compared, 97 of 100 arrived.\n")
                .contains("- Kieker, binary file, stub: not compared, 97 of 100 arrived.\n")
                .doesNotContain("as long as");
    }

    /** Hook and record with one thread, of whose 100 calls so many have arrived, beside peers. */
    private static Results compared(Arrivals ours) {
        Figures hook = new Figures(List.of(90.0, 80.0, 100.0), 0, 0, 0, 0, 0, 0, Double.NaN, 100, ours);
        Figures peer = new Figures(List.of(450.0), 0, 0, 0, 0, 0, 0, Double.NaN, 100, new Arrivals(100, 0));
        Figures floor2 = new Figures(List.of(50.0), 0, 0, 0, 0, 0, 0, Double.NaN, 100, null);
        Figures hook2 = new Figures(List.of(135.0), 0, 0, 0, 0, 0, 0, Double.NaN, 100, new Arrivals(100, 0));
        return new Results(
                "",
                2,
                0,
                List.of(
                        new Results.Row(17, 1, Variant.FLOOR, FLOOR),
                        new Results.Row(17, 1, Variant.HOOK, hook),
                        new Results.Row(17, 1, "JFR event, stub", peer),
                        new Results.Row(17, 1, "Kieker, binary file, stub", HOOK),
                        new Results.Row(17, 1, "Micrometer timer + counter, stub", peer),
                        new Results.Row(17, 2, Variant.FLOOR, floor2),
                        new Results.Row(17, 2, Variant.HOOK, hook2)));
    }

    @Test
    @DisplayName("The chart rounds to none or all only what is none or all, and shows what has arrived too often")
    void arrived() {
        assertThat(arrived(100_000, 0)).contains(">none<");
        assertThat(arrived(100_000, 1)).contains(">&lt; 0.1 %<");
        assertThat(arrived(100_000, 99_999)).contains(">99.9 %<");
        assertThat(arrived(100_000, 100_000)).contains(">all<");
        assertThat(arrived(100_000, 101_000)).contains(">101.0 %<");
    }

    private static String arrived(long calls, long records) {
        Figures figures = new Figures(List.of(90.0), 0, 0, 0, 0, 0, 0, Double.NaN, calls, new Arrivals(records, 0));
        return Chart.svg(new Results("", 2, 0, List.of(new Results.Row(17, 1, Variant.HOOK, figures))));
    }

    @Test
    @DisplayName("The longest call that a fork told of is said below its table")
    void longest() {
        assertThat(Report.markdown(RESULTS))
                .contains("stalled: the longest call while the ring was being filled took 1,001.5 ms.\n");
    }

    private static int width(Document svg, int bar) {
        return Integer.parseInt(svg.getElementsByTagName("rect")
                .item(bar)
                .getAttributes()
                .getNamedItem("width")
                .getTextContent());
    }
}
