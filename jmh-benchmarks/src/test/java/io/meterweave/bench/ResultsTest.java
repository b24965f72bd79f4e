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
        // The first is the background.
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(5);
        // Six decades from 10 ns on take 620: log10(4) and log10(9) of a sixth of that.
        assertThat(width(svg, 1)).isEqualTo(62);
        assertThat(width(svg, 2)).isEqualTo(99);
        assertThat(Chart.svg(RESULTS)).contains("(100 calls, 97 arrived)");
    }

    private static int width(Document svg, int bar) {
        return Integer.parseInt(svg.getElementsByTagName("rect")
                .item(bar)
                .getAttributes()
                .getNamedItem("width")
                .getTextContent());
    }
}
