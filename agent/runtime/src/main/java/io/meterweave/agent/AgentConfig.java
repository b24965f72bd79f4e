package io.meterweave.agent;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.SealOptions;
import io.meterweave.journal.SpaceLimits;
import io.meterweave.ring.RingOptions;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that can be configured, checked. Where the values come from is {@link ConfigSources}' business. Made in
 * premain, where {@code java.nio.file} is still the application's to configure.
 *
 * @param service what the application is called in the events' source
 * @param instance which of its processes this is
 * @param dir where everything is written
 * @param ring the ring's dimensions
 * @param durability how usage is sealed and forced
 * @param storage how much is kept
 * @param exporters the options of each exporter, by its name
 * @param metrics where counters are served
 * @param modelAliases names for models that are known by their bytes, by the first 16 hex digits of the SHA-256
 */
record AgentConfig(
        String service,
        String instance,
        File dir,
        RingOptions ring,
        Durability durability,
        Storage storage,
        Map<String, Map<String, String>> exporters,
        Metrics metrics,
        Map<String, String> modelAliases) {

    /** The keys that are not {@code exporter.<name>.<option>} or {@code model.alias.<hash>}. */
    static final List<String> KEYS = List.of(
            "service",
            "instance",
            "dir",
            "ring.size",
            "ring.stripes",
            "ring.wait",
            "journal",
            "journal.sync",
            "journal.memory",
            "manifest.records",
            "manifest.age",
            "quota",
            "policy",
            "grace",
            "disk.floor",
            "exporters",
            "metrics.port",
            "metrics.host",
            "config");

    private static final String EXPORTER = "exporter.";
    private static final String ALIAS = "model.alias.";

    /**
     * Checks the values.
     *
     * @param values what is configured, by key
     * @param host the host's name
     * @throws ConfigException naming every fault
     */
    static AgentConfig of(Map<String, String> values, String host) throws ConfigException {
        List<String> errors = new ArrayList<>();
        String service = name("service", values.getOrDefault("service", "default"), errors);
        String instance = name("instance", values.getOrDefault("instance", host), errors);
        String dir = values.getOrDefault("dir", "meterweave");
        if (dir.isEmpty() || dir.indexOf('\0') >= 0) {
            errors.add("dir=" + dir + ": allowed is a path");
            dir = "meterweave";
        }
        RingOptions ring = ring(values, errors);
        Durability durability = durability(values, errors);
        Storage storage = storage(values, errors);
        Map<String, Map<String, String>> exporters = exporters(values, errors);
        Metrics metrics = metrics(values, errors);
        Map<String, String> aliases = new TreeMap<>();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String key = entry.getKey();
            if (key.startsWith(ALIAS)) {
                alias(key.substring(ALIAS.length()), entry.getValue(), aliases, errors);
            } else if (!key.startsWith(EXPORTER) && !KEYS.contains(key)) {
                errors.add(key + " is no setting; did you mean " + Nearest.of(key, KEYS) + "?");
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new AgentConfig(
                service, instance, new File(dir), ring, durability, storage, exporters, metrics, aliases);
    }

    private static String name(String key, String value, List<String> errors) {
        if (!EpochIdentity.NAME.matcher(value).matches()) {
            errors.add(key + "=" + value + ": allowed are 1 to 64 letters, digits, '.', '_' and '-'");
        }
        return value;
    }

    private static RingOptions ring(Map<String, String> values, List<String> errors) {
        RingOptions defaults = RingOptions.DEFAULT;
        long stripes = value(values, "ring.stripes", defaults.stripes(), errors);
        long size = value(values, "ring.size", defaults.stripeBytes(), errors);
        long wait = value(values, "ring.wait", defaults.waitNanos(), errors);
        try {
            return new RingOptions(
                    (int) Math.min(stripes, Integer.MAX_VALUE), (int) Math.min(size, Integer.MAX_VALUE), wait);
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return defaults;
        }
    }

    private static Durability durability(Map<String, String> values, List<String> errors) {
        SealOptions seals = SealOptions.DEFAULT;
        long records = value(values, "manifest.records", seals.records(), errors);
        long age = value(values, "manifest.age", seals.ageNanos(), errors);
        String interval = values.getOrDefault("journal.sync", "none");
        // An interval of nothing is no interval: refused like any other below the shortest.
        long sync = interval.equals("none") ? 0 : Math.max(1, value(values, "journal.sync", Durability.ANY, errors));
        long memory = value(values, "journal.memory", Durability.DEFAULT.memoryBytes(), errors);
        String journal = values.getOrDefault("journal", "disk");
        if (!journal.equals("disk") && !journal.equals("memory")) {
            errors.add("journal=" + journal + ": allowed are disk and memory");
        }
        try {
            SealOptions sealed = new SealOptions((int) Math.min(records, Integer.MAX_VALUE), age);
            return new Durability(sealed, sync, journal.equals("memory"), memory);
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return Durability.DEFAULT;
        }
    }

    private static Storage storage(Map<String, String> values, List<String> errors) {
        SpaceLimits limits = SpaceLimits.DEFAULT;
        long quota = value(values, "quota", limits.quota(), errors);
        long floor = value(values, "disk.floor", limits.floor(), errors);
        long grace = value(values, "grace", Storage.DEFAULT.grace().toNanos(), errors);
        String policy = values.getOrDefault("policy", "drop");
        if (!policy.equals("drop") && !policy.equals("block")) {
            errors.add("policy=" + policy + ": allowed are drop and block");
        }
        try {
            return new Storage(new SpaceLimits(quota, floor), Duration.ofNanos(grace), policy.equals("block"));
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return Storage.DEFAULT;
        }
    }

    private static Metrics metrics(Map<String, String> values, List<String> errors) {
        boolean served = values.containsKey("metrics.port");
        long port = served ? value(values, "metrics.port", 1, errors) : 0;
        if (served && port == 0) {
            port = Integer.MAX_VALUE; // Any port would be one that nobody knows.
        }
        try {
            return new Metrics(
                    (int) Math.min(port, Integer.MAX_VALUE), values.getOrDefault("metrics.host", Metrics.NONE.host()));
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return Metrics.NONE;
        }
    }

    private static long value(Map<String, String> values, String key, long otherwise, List<String> errors) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            // No method references here: the first lambda of a JVM costs milliseconds of its start.
            return switch (key) {
                case "ring.stripes", "manifest.records", "metrics.port" -> Units.number(key, value);
                case "ring.size", "journal.memory", "quota", "disk.floor" -> Units.bytes(key, value);
                default -> Units.nanos(key, value);
            };
        } catch (ArithmeticException e) {
            errors.add(key + "=" + value + " is too large");
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
        return otherwise;
    }

    private static Map<String, Map<String, String>> exporters(Map<String, String> values, List<String> errors) {
        Map<String, Map<String, String>> exporters = new LinkedHashMap<>();
        for (String name : values.getOrDefault("exporters", "").split(",", -1)) {
            if (name.matches("[A-Za-z0-9_-]{1,32}")) {
                exporters.put(name, new TreeMap<>(Map.of("type", name)));
            } else if (!name.isEmpty()) {
                errors.add("exporters=" + name + ": allowed are names of 1 to 32 letters, digits, '_' and '-'");
            }
        }
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (!entry.getKey().startsWith(EXPORTER)) {
                continue;
            }
            String rest = entry.getKey().substring(EXPORTER.length());
            int dot = rest.indexOf('.');
            Map<String, String> options = dot < 0 ? null : exporters.get(rest.substring(0, dot));
            if (options == null) {
                errors.add(entry.getKey() + " is for no exporter; exporters=" + String.join(",", exporters.keySet()));
            } else {
                options.put(rest.substring(dot + 1), entry.getValue());
            }
        }
        return exporters;
    }

    private static void alias(String hash, String name, Map<String, String> aliases, List<String> errors) {
        if (hash.matches("[0-9a-f]{16}") && !name.isEmpty()) {
            aliases.put(hash, name);
        } else {
            errors.add(ALIAS + hash + "=" + name + ": allowed is model.alias.<16 hex digits>=NAME");
        }
    }
}
