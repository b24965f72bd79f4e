package io.meterweave.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be set but what belongs to one exporter or one model: key, default, what is allowed and what it is
 * for. {@code docs/configuration.md} is made of this; what is allowed is checked by the records that take the values.
 */
enum Setting {
    SERVICE(
            "service",
            Kind.TEXT,
            "default",
            "1 to 64 letters, digits, `.`, `_` and `-`",
            "what the application is called in the source of its records"),
    INSTANCE(
            "instance",
            Kind.TEXT,
            Setting.COMPUTED + "the host's name",
            "as `service`",
            "which of the application's processes this is, in the source of its records"),
    DIR(
            "dir",
            Kind.TEXT,
            "meterweave",
            "a path; a relative one begins at the JVM's working directory",
            "where everything is written; private (0700)"),
    EXPORTERS(
            "exporters",
            Kind.TEXT,
            Setting.COMPUTED + "none",
            "names of 1 to 32 letters, digits, `_` and `-`, separated by commas",
            "where usage is sent to; without one it stays in the journal for `report` and `dump`"),
    EXPORTERS_PATH(
            "exporters.path",
            Kind.TEXT,
            Setting.COMPUTED + "none",
            "paths of jars, or of directories of jars, separated by commas",
            "where exporters are looked for whose type the agent does not have, before `meterweave-<type>.jar` beside the agent's jar"),
    MAX_BACKLOG_AGE(
            "max.backlog.age",
            Kind.DURATION,
            "1h",
            "`none`, or a duration from 1s",
            "how old the oldest event may be that waits for an exporter before a line on stderr, `stat` and `metrics.port` tell of it; nothing else follows"),
    POLICY(
            "policy",
            Kind.TEXT,
            "drop",
            "`drop` or `block`",
            "what happens to usage for which there is no room: it is counted as lost; with `block` after its caller was held back, at most five seconds"),
    QUOTA(
            "quota",
            Kind.BYTES,
            "1GiB",
            "a size from 16MiB",
            "what everything under `instances/` may use; what every exporter has acknowledged goes first, then `policy` applies"),
    DISK_FLOOR("disk.floor", Kind.BYTES, "64MiB", "a size from 1MiB", "what stays free on the disk, likewise"),
    GRACE("grace", Kind.DURATION, "7d", "a duration", "how long acknowledged usage stays, unless its space is needed"),
    JOURNAL(
            "journal",
            Kind.TEXT,
            "disk",
            "`disk` or `memory`",
            "`memory`: nothing but what exporters write is written; [what is not promised then](delivery-guarantees.md#without-a-disk)"),
    JOURNAL_BLOCK(
            "journal.block",
            Kind.BYTES,
            "1MiB",
            "a multiple of 64KiB up to 1MiB",
            "by how much the journal's file grows and is mapped at a time: less needs less disk, and maps more often"),
    JOURNAL_SYNC(
            "journal.sync",
            Kind.DURATION,
            "none",
            "`none`, or a duration from 1ms to 1h",
            "how long usage may be in the page cache only, where a power cut loses it; `none`: until the kernel writes it"),
    JOURNAL_MEMORY(
            "journal.memory",
            Kind.BYTES,
            Setting.COMPUTED + "64MiB, or an eighth of the heap where that is less",
            "a size from 4MiB to 4GiB",
            "how much unacknowledged usage is kept where the journal is in memory"),
    MANIFEST_RECORDS(
            "manifest.records",
            Kind.NUMBER,
            "10000",
            "a whole number from 1 to 100000",
            "how many records a manifest seals at the most"),
    MANIFEST_AGE(
            "manifest.age",
            Kind.DURATION,
            "60s",
            "a duration from 100ms to 1d",
            "how long a record waits for its manifest at the most"),
    RING_SIZE(
            "ring.size",
            Kind.BYTES,
            "64KiB",
            "a power of two from 16KiB to 4MiB",
            "the size of a stripe of the ring; with usage in memory, size times stripes bounds what waits for the journal thread"),
    RING_STRIPES(
            "ring.stripes",
            Kind.NUMBER,
            Setting.COMPUTED + "64, or as many as have room in a quarter of the `quota`",
            "a power of two from 1 to 256; in files eight times stripes times size, for up to seven spares, is at most half of the `quota`",
            "how many threads can store a record at the same moment without one waiting for the other"),
    RING_WAIT(
            "ring.wait",
            Kind.DURATION,
            "1ms",
            "a duration up to 1s",
            "how long a caller waits where the ring is full, before its record goes to a spare or is counted as lost"),
    STREAM_TIMEOUT(
            "stream.timeout",
            Kind.DURATION,
            "10m",
            "a duration from 1s",
            "how long a stream that a metered method has returned may not go on before its record is made, as abandoned"),
    STREAM_CHECKPOINT(
            "stream.checkpoint",
            Kind.DURATION,
            "1s",
            "a duration from 10ms to 1m",
            "how often is kept what streams and futures used so far that have not ended; a crash loses what came after that"),
    METRICS_PORT(
            "metrics.port",
            Kind.NUMBER,
            Setting.COMPUTED + "none",
            "a whole number from 1 to 65535",
            "where the counters of `stat` are served as Prometheus text, at `/metrics`; whoever can connect can read them"),
    METRICS_HOST(
            "metrics.host", Kind.TEXT, "127.0.0.1", "an address of this host, in digits", "at which address that is"),
    SUBJECT_FROM(
            "subject.from",
            Kind.TEXT,
            Setting.COMPUTED + "none",
            "`principal`, `header:<name>`, `api-key:<header>` and `baggage:<key>`, separated by commas, at most 8",
            "where the requests of a server, and the `Input`s that a model server batches, say who pays, the most trusted first; [what is trusted then](attribution.md)"),
    SUBJECT_API_KEYS_FILE(
            "subject.api-keys.file",
            Kind.TEXT,
            Setting.COMPUTED + "none",
            "a path; for `api-key:`, without `subject.api-keys.secret.file`",
            "whose API keys are: lines of a key's SHA-256 in hex, a blank and who pays; read again when it changes"),
    SUBJECT_API_KEYS_SECRET_FILE(
            "subject.api-keys.secret.file",
            Kind.TEXT,
            Setting.COMPUTED + "none",
            "the path of a file of 16 to 4096 bytes; for `api-key:`, without `subject.api-keys.file`",
            "the secret by which keys become subjects `key:<32 hex>`, the beginning of their HMAC-SHA-256"),
    ATTRIBUTES_FROM(
            "attributes.from",
            Kind.TEXT,
            Setting.COMPUTED + "none",
            "`<attribute>:<header>`, separated by commas, at most 8",
            "the headers of such requests that are kept as attributes of the records made for them"),
    ON_UNATTRIBUTED(
            "on.unattributed",
            Kind.TEXT,
            "keep",
            "`keep` or `tag:<name>`, the name of 1 to 256 bytes without control characters",
            "what becomes of usage that nobody is named for: it is kept without a subject, or with this one and `subject_source` `unattributed`; [it is counted in either case](attribution.md#nobody)"),
    CONFIG(
            "config",
            Kind.TEXT,
            Setting.COMPUTED + "none",
            "the path of a properties file with these keys",
            "further settings; everything else comes before it");

    /** How a value is written. */
    enum Kind {
        TEXT,
        NUMBER,
        BYTES,
        DURATION
    }

    /** What begins so is no value, but says where the default comes from. */
    private static final String COMPUTED = "=";

    private final String key;
    private final Kind kind;
    private final String otherwise;
    private final String allowed;
    private final String meaning;

    Setting(String key, Kind kind, String otherwise, String allowed, String meaning) {
        this.key = key;
        this.kind = kind;
        this.otherwise = otherwise;
        this.allowed = allowed;
        this.meaning = meaning;
    }

    String key() {
        return key;
    }

    /** The configured value, or the default. */
    String in(Map<String, String> values) {
        return in(values, otherwise);
    }

    /** The same where the default is not known before the program runs. */
    String in(Map<String, String> values, String computed) {
        return values.getOrDefault(key, computed);
    }

    /**
     * Reads a number, a size in bytes or a duration in nanoseconds.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    long parse(String value) {
        // No switch: it would be one more class to load before the application's main.
        try {
            return kind == Kind.NUMBER
                    ? Units.number(key, value)
                    : kind == Kind.BYTES ? Units.bytes(key, value) : Units.nanos(key, value);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(key + "=" + value + " is too large", e);
        }
    }

    /** All keys, in the order of the documentation. */
    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Setting setting : values()) {
            keys.add(setting.key);
        }
        return keys;
    }

    /** The key that an environment variable stands for, which cannot hold a hyphen. */
    static String ofVariable(String dotted) {
        for (Setting setting : values()) {
            if (setting.key.replace('-', '.').equals(dotted)) {
                return setting.key;
            }
        }
        return dotted;
    }

    /** The default, for people. */
    String shownDefault() {
        return otherwise.startsWith(COMPUTED) ? otherwise.substring(COMPUTED.length()) : "`" + otherwise + "`";
    }

    String allowed() {
        return allowed;
    }

    String meaning() {
        return meaning;
    }
}
