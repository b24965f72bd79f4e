package io.meterweave.exporter.pubsub;

import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the options, and gathers what is wrong with them, so that all of it is told at once. */
final class Options {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private final String prefix;
    private final Map<String, String> given;
    private final List<String> errors = new ArrayList<>();

    Options(ExporterSettings settings) {
        this.prefix = "exporter." + settings.name() + ".";
        this.given = settings.options();
        TreeSet<String> known = new TreeSet<>(List.of("type"));
        PubSubExporterOptions.ALL.stream().map(ExporterOption::key).forEach(known::add);
        for (String option : new TreeSet<>(given.keySet())) {
            if (!known.contains(option)) {
                errors.add(prefix + option + " is no setting of type pubsub; allowed are " + known);
            }
        }
    }

    @Nullable String text(String option) {
        return given.get(option);
    }

    /** Whether the second of two values is given; the first is the default. */
    boolean second(String option, String first, String second) {
        String value = given.getOrDefault(option, first);
        if (!value.equals(first) && !value.equals(second)) {
            wrong(option, value, first + " or " + second);
        }
        return value.equals(second);
    }

    int number(String option, int otherwise, int most) {
        String value = given.getOrDefault(option, Integer.toString(otherwise));
        int number = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (number < 1 || number > most) {
            wrong(option, value, "a number from 1 to " + most);
        }
        return number;
    }

    /** A time from 100 milliseconds to ten minutes, in milliseconds. */
    long millis(String option, String otherwise) {
        String value = given.getOrDefault(option, otherwise);
        Matcher time = TIME.matcher(value);
        long unit = !time.matches() ? 0 : value.endsWith("ms") ? 1 : value.endsWith("s") ? 1_000 : 60_000;
        long millis = unit == 0 ? 0 : unit * Long.parseLong(time.group(1));
        if (millis < 100 || millis > 600_000) {
            wrong(option, value, "a time from 100ms to 10m, as a number with ms, s or m");
        }
        return millis;
    }

    void wrong(String option, String value, String allowed) {
        errors.add(prefix + option + "=" + value + ": allowed is " + allowed);
    }

    /** Says what is wrong with an option whose value is not shown, or that is missing. */
    void wrong(String option, String what) {
        errors.add(prefix + option + " " + what);
    }

    boolean anyWrong() {
        return !errors.isEmpty();
    }

    /** All that is wrong. */
    IllegalArgumentException fault() {
        return new IllegalArgumentException(String.join("; ", errors));
    }
}
