package io.meterweave.exporter.file;

import io.meterweave.spi.ExporterSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file exporter's settings.
 *
 * @param dir where the files go ({@code exporter.<name>.dir}; default {@code <dir>/export/<name>})
 * @param rotateBytes a file is closed when it has reached this size ({@code rotate.size}; 64MiB; from 1KiB)
 * @param rotateMillis a file is closed when it is this old ({@code rotate.age}; 1h; from 1s)
 */
record FileExporterConfig(Path dir, long rotateBytes, long rotateMillis) {
    private static final Set<String> KEYS = Set.of("type", "dir", "rotate.size", "rotate.age");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");
    private static final Pattern AGE = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

    static FileExporterConfig of(ExporterSettings settings) {
        Map<String, String> options = settings.options();
        String prefix = "exporter." + settings.name() + ".";
        Set<String> unknown = new TreeSet<>(options.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(prefix + unknown.iterator().next()
                    + " is no setting of type file; allowed are " + new TreeSet<>(KEYS));
        }
        String dir = options.get("dir");
        return new FileExporterConfig(
                dir == null ? settings.dir().resolve("export").resolve(settings.name()) : Path.of(dir),
                size(prefix + "rotate.size", options.getOrDefault("rotate.size", "64MiB")),
                age(prefix + "rotate.age", options.getOrDefault("rotate.age", "1h")));
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
