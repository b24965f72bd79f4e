package io.meterweave.example.jdbc;

import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The exporter's settings.
 *
 * @param url of the database, as its driver wants it
 * @param driver the jar with the database's driver
 * @param user who writes; null where the database asks for nobody
 * @param passwordFile read for each connection, so that it can be replaced; null for none
 * @param table where events go
 * @param timeoutSeconds how long one statement may take
 */
record JdbcSettings(
        String url,
        Path driver,
        @Nullable String user,
        @Nullable Path passwordFile,
        String table,
        int timeoutSeconds) {
    static final List<ExporterOption> OPTIONS = List.of(
            new ExporterOption(
                    "url", "", "`jdbc:<database>:…`", "required: the database. Its time limits are set here, too"),
            new ExporterOption("driver", "", "the path of a jar", "required: the database's JDBC driver"),
            new ExporterOption("user", "", "a text", "who writes; needs INSERT, and SELECT on the table"),
            new ExporterOption("password.file", "", "the path of a file", "that user's password, in one line"),
            new ExporterOption("table", "usage_event", "letters, digits and `_`", "where events go: see `schema.sql`"),
            new ExporterOption("timeout", "10", "a number of seconds from 1 to 600", "for one statement"));

    static JdbcSettings of(ExporterSettings settings) {
        Map<String, String> options = settings.options();
        String prefix = "exporter." + settings.name() + ".";
        Set<String> known = OPTIONS.stream().map(ExporterOption::key).collect(Collectors.toCollection(TreeSet::new));
        known.add("type");
        for (String key : new TreeSet<>(options.keySet())) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(prefix + key + " is no setting of type jdbc; allowed are " + known);
            }
        }
        return new JdbcSettings(
                checked(prefix, options, "url", "jdbc:[a-z0-9]+:.+"),
                Path.of(checked(prefix, options, "driver", ".+\\.jar")),
                options.get("user"),
                options.containsKey("password.file") ? Path.of(options.get("password.file")) : null,
                checked(prefix, options, "table", "[A-Za-z_][A-Za-z0-9_]{0,62}"),
                Integer.parseInt(checked(prefix, options, "timeout", "[1-9][0-9]?|[1-5][0-9]{2}|600")));
    }

    private static String checked(String prefix, Map<String, String> options, String key, String pattern) {
        ExporterOption option = OPTIONS.stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
        String value = options.getOrDefault(key, option.otherwise());
        if (!value.matches(pattern)) {
            throw new IllegalArgumentException(prefix + key + "=" + (key.equals("url") ? hidden(value) : value)
                    + ": allowed is " + option.allowed());
        }
        return value;
    }

    /** The database as messages name it: its kind only, for what follows may hold a password. */
    String shownUrl() {
        return hidden(url);
    }

    /** What messages do not show of the URL. */
    String hiddenUrl() {
        return url.substring(url.indexOf(':', "jdbc:".length()) + 1);
    }

    private static String hidden(String url) {
        return url.matches("(?s)jdbc:[a-z0-9]+:.*")
                ? url.substring(0, url.indexOf(':', "jdbc:".length()) + 1) + "..."
                : "...";
    }
}
