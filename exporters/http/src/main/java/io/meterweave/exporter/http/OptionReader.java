package io.meterweave.exporter.http;

import io.meterweave.spi.ExporterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an exporter's options and gathers what is wrong with them, so that all of it is told at once. */
final class OptionReader {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB)");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final String prefix;
    private final Map<String, String> options;
    private final List<String> errors = new ArrayList<>();

    OptionReader(ExporterSettings settings) {
        this.prefix = "exporter." + settings.name() + ".";
        this.options = settings.options();
    }

    /** What the options' names begin with in the configuration. */
    String prefix() {
        return prefix;
    }

    Map<String, String> options() {
        return options;
    }

    @Nullable String text(String option) {
        return options.get(option);
    }

    /** Bytes, between two bounds that are written as they are told. */
    long size(String option, String otherwise, String least, String most) {
        String value = options.getOrDefault(option, otherwise);
        long bytes = bytes(value);
        if (bytes < bytes(least) || bytes > bytes(most)) {
            wrong(option, value, "a size from " + least + " to " + most + ", as a number with B, KiB or MiB");
        }
        return bytes;
    }

    /** Milliseconds, between two bounds that are written as they are told. */
    long millis(String option, String otherwise, String least, String most) {
        String value = options.getOrDefault(option, otherwise);
        long millis = millis(value);
        if (millis < millis(least) || millis > millis(most)) {
            wrong(option, value, "a time from " + least + " to " + most + ", as a number with ms, s or m");
        }
        return millis;
    }

    int number(String option, int otherwise, int most) {
        String value = options.getOrDefault(option, Integer.toString(otherwise));
        int number = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (number < 1 || number > most) {
            wrong(option, value, "a number from 1 to " + most);
        }
        return number;
    }

    boolean flag(String option, boolean otherwise) {
        String value = options.getOrDefault(option, Boolean.toString(otherwise));
        if (!value.equals("true") && !value.equals("false")) {
            wrong(option, value, "true or false");
        }
        return value.equals("true");
    }

    /** Says what is wrong with a value that may be shown. */
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

    private static long bytes(String value) {
        Matcher m = SIZE.matcher(value);
        if (!m.matches()) {
            return -1;
        }
        return Long.parseLong(m.group(1))
                << switch (m.group(2)) {
                    case "B" -> 0;
                    case "KiB" -> 10;
                    default -> 20;
                };
    }

    private static long millis(String value) {
        Matcher m = TIME.matcher(value);
        if (!m.matches()) {
            return -1;
        }
        return Long.parseLong(m.group(1))
                * switch (m.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    default -> 60_000;
                };
    }
}
