package io.meterweave.bench;

import java.util.Locale;

/** An SVG's shapes, as text; lengths in pixels. */
final class SvgText {
    private final StringBuilder shapes = new StringBuilder();

    /** The whole of it, on white: a page may be dark. */
    String document(int width, int height) {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                        width,
                        height,
                        width,
                        height)
                + shapes
                + "</svg>\n";
    }

    void bar(int x, int y, int width, int height, String color) {
        shapes.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                color));
    }

    void line(int x1, int y1, int x2, int y2, String color, String... attributes) {
        shapes.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %d L%d %d\" stroke=\"%s\" %s/>%n",
                x1,
                y1,
                x2,
                y2,
                color,
                String.join(" ", attributes)));
    }

    /** Around its middle. */
    void diamond(int x, int y, String color) {
        shapes.append(
                String.format(Locale.ROOT, "<path d=\"M%d %d l4 4 l-4 4 l-4 -4 z\" fill=\"%s\"/>%n", x, y - 4, color));
    }

    /** At its baseline. */
    void text(int x, int y, String anchor, String color, String text, String... attributes) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        shapes.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\" %s>%s</text>%n",
                x,
                y,
                anchor,
                color,
                String.join(" ", attributes),
                escaped));
    }
}
