package io.meterweave.exporter.file;

import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file exporter's settings.
 *
 * @param dir where the files go
 * @param rotateBytes a file is closed when it has reached this size
 * @param rotateMillis a file is closed when it is this old
 */
record FileExporterConfig(Path dir, long rotateBytes, long rotateMillis) {
    private static final ExporterOption DIR = new ExporterOption(
            "dir", "", "a path", "where the files go; without it `export/<name>` below the agent's `dir`");
    private static final ExporterOption ROTATE_SIZE =
            new ExporterOption("rotate.size", "64MiB", "a size from 1KiB", "a file of this size is closed");
    private static final ExporterOption ROTATE_AGE =
            new ExporterOption("rotate.age", "1h", "an age from 1s, in s, m, h or d", "a file of this age is closed");
    static final List<ExporterOption> OPTIONS = List.of(DIR, ROTATE_SIZE, ROTATE_AGE);

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");
    private static final Pattern AGE = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

    static FileExporterConfig of(ExporterSettings settings) {
        Map<String, String> options = settings.options();
        String prefix = "exporter." + settings.name() + ".";
        Set<String> unknown = new TreeSet<>(options.keySet());
        Set<String> known = new TreeSet<>(Set.of("type"));
        OPTIONS.forEach(option -> known.add(option.key()));
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    prefix + unknown.iterator().next() + " is no setting of type file; allowed are " + known);
        }
        String dir = options.get(DIR.key());
        return new FileExporterConfig(
                dir == null ? settings.dir().resolve("export").resolve(settings.name()) : Path.of(dir),
                size(prefix + ROTATE_SIZE.key(), value(options, ROTATE_SIZE)),
                age(prefix + ROTATE_AGE.key(), value(options, ROTATE_AGE)));
    }

    private static String value(Map<String, String> options, ExporterOption option) {
        return options.getOrDefault(option.key(), option.otherwise());
    }

    private static long size(String key, String value) {
        Matcher m = SIZE.matcher(value);
        long unit = !m.matches()
                ? 0
                : switch (m.group(2)) {
                    case "B" -> 1;
                    case "KiB" -> 1L << 10;
                    case "MiB" -> 1L << 20;
                    default -> 1L << 30;
                };
        long bytes = unit == 0 ? 0 : Long.parseLong(m.group(1)) * unit;
        if (bytes < 1024) {
            throw new IllegalArgumentException(
                    key + "=" + value + ": allowed is a size from 1KiB, as a number with B, KiB, MiB or GiB");
        }
        return bytes;
    }

    private static long age(String key, String value) {
        Matcher m = AGE.matcher(value);
        long unit = !m.matches()
                ? 0
                : switch (m.group(2)) {
                    case "s" -> 1_000L;
                    case "m" -> 60_000L;
                    case "h" -> 3_600_000L;
                    default -> 86_400_000L;
                };
        long millis = unit == 0 ? 0 : Long.parseLong(m.group(1)) * unit;
        if (millis < 1_000) {
            throw new IllegalArgumentException(
                    key + "=" + value + ": allowed is an age from 1s, as a number with s, m, h or d");
        }
        return millis;
    }
}
