package io.meterweave.it.servers;

import io.meterweave.it.app.servers.JdkServer;
import io.meterweave.it.app.servers.JettyServer;
import io.meterweave.it.app.servers.Server;
import io.meterweave.it.app.servers.Style;
import io.meterweave.it.app.servers.TomcatServer;
import io.meterweave.it.fork.Libraries;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which servers' requests pay for the work that is done for them, on whatever thread: what the tests hold the servers to,
 * and what {@code docs/attribution.md} shows, are these rows. A server is a row, a {@link Server}, and where it needs jars a
 * folder of {@code stacks}.
 */
final class AttributionTable {
    private static final List<Integer> JDKS = List.of(17, 25);
    private static final Set<Style> SERVLETS = EnumSet.allOf(Style.class);
    private static final Set<Style> NO_SERVLETS =
            EnumSet.complementOf(EnumSet.of(Style.ASYNC, Style.ASYNC_START, Style.ASYNC_DISPATCH));

    static final List<Row> ROWS = List.of(
            new Row("`HttpServer` of the JDK", JdkServer.class, "", NO_SERVLETS),
            new Row("Tomcat 9.0.1 (`javax`)", TomcatServer.class, "tomcat-9", SERVLETS),
            new Row("Tomcat 11.0.27 (`jakarta`)", TomcatServer.class, "tomcat-11", SERVLETS),
            new Row("Jetty 9.4.0 (`javax`)", JettyServer.class, "jetty-9.4", SERVLETS),
            new Row("Jetty 12.1.14 (`jakarta`, ee10)", JettyServer.class, "jetty-12", SERVLETS));

    private AttributionTable() {}

    /**
     * One server.
     *
     * @param name with the versions that it stands for
     * @param stack its jars; empty where the JDK has it
     * @param styles in which each of its requests pays for its own work; it has no others
     */
    record Row(String name, Class<? extends Server> server, String stack, Set<Style> styles) {
        String classpath() {
            return stack.isEmpty() ? Libraries.classpath() : Libraries.stack(stack);
        }

        List<String> words(int jdk) {
            return styles.stream()
                    .filter(style -> style.isOn(jdk))
                    .map(Style::word)
                    .toList();
        }

        private String line() {
            return Stream.of(Style.values())
                    .map(this::cell)
                    .collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
        }

        private String cell(Style style) {
            return styles.contains(style)
                    ? JDKS.stream().filter(style::isOn).map(String::valueOf).collect(Collectors.joining(", "))
                    : "–";
        }

        /** As reports of parameterised tests show it. */
        @Override
        public String toString() {
            return name;
        }
    }

    static String text() {
        String headings =
                Stream.of(Style.values()).map(Style::heading).collect(Collectors.joining(" | ", "| server | ", " |\n"));
        String rows = ROWS.stream().map(Row::line).collect(Collectors.joining());
        return headings + "|---".repeat(Style.values().length + 1) + "|\n" + rows;
    }
}
