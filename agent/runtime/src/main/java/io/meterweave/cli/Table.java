package io.meterweave.cli;

import java.util.Iterator;
import java.util.List;

/** Columns for people, as wide as their widest cell. */
final class Table {
    private static final String GAP = "  ";

    private final List<String> heads;
    private final int texts;
    private final int[] widths;

    /**
     * Makes a table without rows.
     *
     * @param texts how many columns, from the left, hold texts and not numbers
     */
    Table(List<String> heads, int texts) {
        this.heads = heads;
        this.texts = texts;
        this.widths = new int[heads.size()];
        measure(heads);
    }

    /** Makes room for a row. */
    void measure(List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], PlainText.width(cells.get(i)));
        }
    }

    /** Prints the head. */
    void head(Output out) throws OutputException {
        row(heads, out);
    }

    /** Prints a line across. */
    void rule(Output out) throws OutputException {
        int columns = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            columns += width;
        }
        out.text("-".repeat(columns) + "\n");
    }

    /** Prints a row that was measured. */
    void row(List<String> cells, Output out) throws OutputException {
        StringBuilder line = new StringBuilder();
        int i = 0;
        for (Iterator<String> cell = cells.iterator(); cell.hasNext(); i++) {
            String text = cell.next();
            String padding = " ".repeat(widths[i] - PlainText.width(text));
            line.append(i < texts ? text + padding : padding + text);
            if (cell.hasNext()) {
                line.append(GAP);
            }
        }
        out.text(line.toString().stripTrailing() + "\n");
    }
}
