package io.meterweave.agent;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.SealOptions;
import io.meterweave.journal.SpaceLimits;
import io.meterweave.ring.RingOptions;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
 * @param streams how calls are looked after that outlive their methods
 * @param exporters what is configured for each exporter, by its name
 * @param exportersPath jars of exporters, and directories of them
 * @param metrics where counters are served
 * @param modelAliases names for models that are known by their bytes, by the first 16 hex digits of the SHA-256
 * @param requests where a server's requests say who pays
 * @param unattributed the subject of usage that nobody is named for; null where it has none
 */
record AgentConfig(
        String service,
        String instance,
        File dir,
        RingOptions ring,
        Durability durability,
        Storage storage,
        Streams streams,
        Map<String, ExporterConfig> exporters,
        List<String> exportersPath,
        Metrics metrics,
        Map<String, String> modelAliases,
        RequestSettings requests,
        @Nullable String unattributed) {

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
        List<String> keys = Setting.keys();
        String service = name(Setting.SERVICE, Setting.SERVICE.in(values), errors);
        String instance = name(Setting.INSTANCE, Setting.INSTANCE.in(values, host), errors);
        String dir = Setting.DIR.in(values);
        if (dir.isEmpty() || dir.indexOf('\0') >= 0) {
            errors.add("dir=" + dir + ": allowed is a path");
            dir = "meterweave";
        }
        Durability durability = durability(values, errors);
        Storage storage = storage(values, errors);
        long quota = durability.inMemory() ? Long.MAX_VALUE : storage.limits().quota();
        RingOptions ring = ring(values, quota, errors);
        Streams streams = streams(values, errors);
        Map<String, ExporterConfig> exporters = ExporterConfig.all(values, errors);
        List<String> path = exportersPath(values, errors);
        Metrics metrics = metrics(values, errors);
        RequestSettings requests = RequestSettings.of(values, errors);
        String unattributed = RequestSettings.unattributed(values, errors);
        Map<String, String> aliases = new TreeMap<>();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String key = entry.getKey();
            if (key.startsWith(ALIAS)) {
                alias(key.substring(ALIAS.length()), entry.getValue(), aliases, errors);
            } else if (!key.startsWith(ExporterConfig.PREFIX) && !keys.contains(key)) {
                errors.add(key + " is no setting; did you mean " + Nearest.of(key, keys) + "?");
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new AgentConfig(
                service,
                instance,
                new File(dir),
                ring,
                durability,
                storage,
                streams,
                exporters,
                path,
                metrics,
                aliases,
                requests,
                unattributed);
    }

    private static String name(Setting setting, String value, List<String> errors) {
        if (!EpochIdentity.NAME.matcher(value).matches()) {
            errors.add(setting.key() + "=" + value + ": allowed are 1 to 64 letters, digits, '.', '_' and '-'");
        }
        return value;
    }

    /** A ring in files counts against the quota and is not given back: of a small one it has a quarter, or what is configured. */
    private static RingOptions ring(Map<String, String> values, long quota, List<String> errors) {
        RingOptions defaults = RingOptions.DEFAULT;
        boolean free = !values.containsKey(Setting.RING_STRIPES.key());
        long stripes = free ? defaults.stripes() : value(values, Setting.RING_STRIPES, defaults.stripes(), errors);
        long size = value(values, Setting.RING_SIZE, defaults.stripeBytes(), errors);
        long wait = value(values, Setting.RING_WAIT, defaults.waitNanos(), errors);
        try {
            RingOptions asked = new RingOptions(
                    (int) Math.min(stripes, Integer.MAX_VALUE), (int) Math.min(size, Integer.MAX_VALUE), wait);
            RingOptions ring = free ? asked.within(quota / 4) : asked;
            if (ring.mostBytes() > quota / 2) {
                errors.add("ring.size=" + size + "B, ring.stripes=" + ring.stripes() + ": eight segments of that are "
                        + ring.mostBytes() + "B, allowed is half of the quota, " + quota / 2 + "B");
            }
            return ring;
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return defaults;
        }
    }

    private static Durability durability(Map<String, String> values, List<String> errors) {
        SealOptions seals = SealOptions.DEFAULT;
        long records = value(values, Setting.MANIFEST_RECORDS, seals.records(), errors);
        long age = value(values, Setting.MANIFEST_AGE, seals.ageNanos(), errors);
        boolean unsynced = Setting.JOURNAL_SYNC.in(values).equals("none");
        // An interval of nothing is no interval: refused like any other below the shortest.
        long sync = unsynced ? 0 : Math.max(1, value(values, Setting.JOURNAL_SYNC, Durability.ANY, errors));
        long memory = values.containsKey(Setting.JOURNAL_MEMORY.key())
                ? value(values, Setting.JOURNAL_MEMORY, Durability.DEFAULT.memoryBytes(), errors)
                : Durability.DEFAULT.memoryBytes();
        String journal = either(values, Setting.JOURNAL, "disk", "memory", errors);
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
        long quota = value(values, Setting.QUOTA, limits.quota(), errors);
        long floor = value(values, Setting.DISK_FLOOR, limits.floor(), errors);
        long grace = value(values, Setting.GRACE, Storage.DEFAULT.grace().toNanos(), errors);
        long block = value(values, Setting.JOURNAL_BLOCK, Storage.DEFAULT.blockBytes(), errors);
        String policy = either(values, Setting.POLICY, "drop", "block", errors);
        try {
            return new Storage(new SpaceLimits(quota, floor), Duration.ofNanos(grace), policy.equals("block"), block);
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return Storage.DEFAULT;
        }
    }

    private static Streams streams(Map<String, String> values, List<String> errors) {
        Streams defaults = Streams.DEFAULT;
        long timeout = value(values, Setting.STREAM_TIMEOUT, defaults.timeoutNanos(), errors);
        long checkpoint = value(values, Setting.STREAM_CHECKPOINT, defaults.checkpointNanos(), errors);
        try {
            return new Streams(timeout, checkpoint);
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return defaults;
        }
    }

    private static Metrics metrics(Map<String, String> values, List<String> errors) {
        boolean served = values.containsKey(Setting.METRICS_PORT.key());
        long port = served ? value(values, Setting.METRICS_PORT, 1, errors) : 0;
        if (served && (port < 1 || port > Metrics.HIGHEST_PORT)) {
            // Not 0 either: any port would be one that nobody knows.
            errors.add(
                    Setting.METRICS_PORT.key() + "=" + port + ": allowed is a port from 1 to " + Metrics.HIGHEST_PORT);
            port = 0;
        }
        try {
            return new Metrics((int) port, Setting.METRICS_HOST.in(values));
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return Metrics.NONE;
        }
    }

    private static String either(
            Map<String, String> values, Setting setting, String one, String other, List<String> errors) {
        String value = setting.in(values);
        if (!value.equals(one) && !value.equals(other)) {
            errors.add(setting.key() + "=" + value + ": allowed are " + one + " and " + other);
        }
        return value;
    }

    /**
     * A number as configured, or by default.
     *
     * @param fine goes on in place of what is told as an error, so that further errors are found
     */
    private static long value(Map<String, String> values, Setting setting, long fine, List<String> errors) {
        try {
            return setting.parse(setting.in(values));
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
            return fine;
        }
    }

    /** Whether it is there is asked where an exporter is made: premain touches no file. */
    private static List<String> exportersPath(Map<String, String> values, List<String> errors) {
        String path = Setting.EXPORTERS_PATH.in(values, "");
        List<String> entries = path.isEmpty() ? List.of() : List.of(path.split(",", -1));
        for (String entry : entries) {
            if (entry.isBlank() || entry.indexOf('\0') >= 0) {
                errors.add(Setting.EXPORTERS_PATH.key() + "=" + path
                        + ": allowed are paths of jars or of directories, separated by commas");
                return List.of();
            }
        }
        return entries;
    }

    private static void alias(String hash, String name, Map<String, String> aliases, List<String> errors) {
        if (hash.matches("[0-9a-f]{16}") && !name.isEmpty()) {
            aliases.put(hash, name);
        } else {
            errors.add(ALIAS + hash + "=" + name + ": allowed is model.alias.<16 hex digits>=NAME");
        }
    }
}
