package io.meterweave.agent;

import io.meterweave.ship.Pace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is configured for one exporter.
 *
 * @param options the values of {@code exporter.<name>.<option>}, by option, its type and {@link PaceOptions} among them
 * @param pace how it is served
 * @param maxBacklogMillis how old its oldest unacknowledged event may be before that is told; 0: it never is
 */
record ExporterConfig(Map<String, String> options, Pace pace, long maxBacklogMillis) {
    static final String PREFIX = "exporter.";

    static final String BATCH_EVENTS = "batch.events";
    static final String BATCH_BYTES = "batch.bytes";
    static final String BATCH_AGE = "batch.age";
    static final String RATE = "rate";

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    ExporterConfig {
        options = Map.copyOf(options);
    }

    /** Reads all exporters, by name, and adds what is wrong to the errors. */
    static Map<String, ExporterConfig> all(Map<String, String> values, List<String> errors) {
        Map<String, Map<String, String>> exporters = new LinkedHashMap<>();
        for (String name : Setting.EXPORTERS.in(values, "").split(",", -1)) {
            if (name.matches("[A-Za-z0-9_-]{1,32}")) {
                exporters.put(name, new TreeMap<>(Map.of("type", name)));
            } else if (!name.isEmpty()) {
                errors.add("exporters=" + name + ": allowed are names of 1 to 32 letters, digits, '_' and '-'");
            }
        }
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (!entry.getKey().startsWith(PREFIX)) {
                continue;
            }
            String rest = entry.getKey().substring(PREFIX.length());
            int dot = rest.indexOf('.');
            Map<String, String> options = dot < 0 ? null : exporters.get(rest.substring(0, dot));
            if (options == null) {
                errors.add(entry.getKey() + " is for no exporter; exporters=" + String.join(",", exporters.keySet()));
            } else {
                options.put(rest.substring(dot + 1), entry.getValue());
            }
        }
        String key = Setting.MAX_BACKLOG_AGE.key();
        long backlog = backlogMillis(key, Setting.MAX_BACKLOG_AGE.in(values), errors);
        Map<String, ExporterConfig> all = new LinkedHashMap<>();
        // In premain: no lambda, which would load what makes them.
        for (Map.Entry<String, Map<String, String>> each : exporters.entrySet()) {
            String prefix = PREFIX.concat(each.getKey()).concat(".");
            String own = each.getValue().get(key);
            long most = own == null ? backlog : backlogMillis(prefix + key, own, errors);
            all.put(each.getKey(), of(prefix, each.getValue(), most, errors));
        }
        return all;
    }

    private static ExporterConfig of(
            String prefix, Map<String, String> options, long backlogMillis, List<String> errors) {
        Pace usual = Pace.DEFAULT;
        String events = options.get(BATCH_EVENTS);
        String bytes = options.get(BATCH_BYTES);
        String age = options.get(BATCH_AGE);
        String rate = options.get(RATE);
        Pace pace = new Pace(
                events == null ? usual.batchEvents() : number(prefix + BATCH_EVENTS, events, 100_000, errors),
                bytes == null ? usual.batchBytes() : bytes(prefix + BATCH_BYTES, bytes, errors),
                age == null ? usual.batchAgeNanos() : age(prefix + BATCH_AGE, age, errors),
                rate == null ? usual.rate() : number(prefix + RATE, rate, 1_000_000, errors));
        if (backlogMillis > 0 && pace.batchAgeNanos() / MILLI >= backlogMillis) {
            errors.add(prefix + BATCH_AGE + "=" + (age == null ? "1s" : age) + ": allowed is less than "
                    + Setting.MAX_BACKLOG_AGE.key() + ", which would be told of every batch");
        }
        return new ExporterConfig(options, pace, backlogMillis);
    }

    private static int number(String key, String value, int most, List<String> errors) {
        int number = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > most) {
            errors.add(key + "=" + value + ": allowed is a whole number from 1 to " + most);
        }
        return number;
    }

    private static long bytes(String key, String value, List<String> errors) {
        long bytes = 0;
        try {
            bytes = Units.bytes(key, value);
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        if (bytes < 1 << 10 || bytes > 64 << 20) {
            errors.add(key + "=" + value + ": allowed is a size from 1KiB to 64MiB");
        }
        return bytes;
    }

    private static long age(String key, String value, List<String> errors) {
        long nanos = nanos(value);
        if (nanos < 10 * MILLI || nanos > 600 * SECOND) {
            errors.add(key + "=" + value + ": allowed is a duration from 10ms to 10m");
            return 0;
        }
        return nanos;
    }

    private static long backlogMillis(String key, String value, List<String> errors) {
        if (value.equals("none")) {
            return 0;
        }
        long nanos = nanos(value);
        if (nanos < SECOND) {
            errors.add(key + "=" + value + ": allowed is none, or a duration from 1s");
            return 0;
        }
        return nanos / MILLI;
    }

    private static long nanos(String value) {
        try {
            return Units.nanos("", value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return -1;
        }
    }
}
