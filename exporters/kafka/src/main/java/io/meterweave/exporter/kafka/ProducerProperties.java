package io.meterweave.exporter.kafka;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the producer is made of: the user's properties, {@code producer.<property>}, under what delivery rests on.
 *
 * @param given by value
 * @param files those that lie in files ({@code producer.<property>.file})
 * @param clientId what the brokers see, unless one is given
 */
record ProducerProperties(Map<String, String> given, Map<String, Path> files, String clientId) {
    private static final String FILE = ".file";
    private static final int LONGEST_MILLIS = 600_000;
    private static final Map<String, ConfigDef.ConfigKey> KNOWN =
            ProducerConfig.configDef().configKeys();

    /** What has one value that delivery can be built on, and the others that mean the same. */
    private static final Map<String, List<String>> FIXED = Map.of(
            "acks", List.of("all", "-1"),
            "enable.idempotence", List.of("true"),
            // With more, a broker that refuses a producer's first request takes its second: it knows no number yet that
            // the second would have to follow.
            "max.in.flight.requests.per.connection", List.of("1"),
            "partitioner.ignore.keys", List.of("false"));

    /** What is none of a user's business here, and why. */
    private static final Map<String, String> REFUSED = Map.of(
            "key.serializer", "the exporter's own",
            "value.serializer", "the exporter's own",
            "transactional.id", "not used: usage is sent at least once, and its ids tell repetitions",
            "transaction.timeout.ms", "not used: usage is sent at least once",
            "transaction.two.phase.commit.enable", "not used: usage is sent at least once",
            "interceptor.classes", "not used: they could change usage, or drop it",
            "partitioner.class", "not used: it could part what belongs to one subject",
            "security.providers", "they would be the whole JVM's",
            "config.providers", "not used: give <property>.file");

    private static final List<String> WAITS = List.of("max.block.ms", "delivery.timeout.ms", "request.timeout.ms");

    ProducerProperties {
        given = Collections.unmodifiableMap(new TreeMap<>(given));
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /**
     * Checks the properties.
     *
     * @param all by name, values or paths of files
     * @param prefix {@code exporter.<name>.producer.}
     * @param errors takes what is wrong; no secret is in it
     */
    static ProducerProperties of(Map<String, String> all, String clientId, String prefix, List<String> errors) {
        Map<String, String> given = new TreeMap<>();
        Map<String, Path> files = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        new TreeMap<>(all).forEach((name, value) -> {
            String secret = name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : "";
            if (isSecret(secret)) {
                file(secret, value, files, prefix + name, wrong);
            } else {
                given.put(name, value);
                check(name, value, prefix + name, wrong);
            }
        });
        for (String both : files.keySet()) {
            if (given.containsKey(both)) {
                wrong.add(prefix + both + " and " + prefix + both + FILE + " are both given: allowed is one of them");
            }
        }
        ProducerProperties properties = new ProducerProperties(given, files, clientId);
        properties.tryOut(prefix, wrong);
        errors.addAll(wrong);
        return properties;
    }

    private static boolean isSecret(String name) {
        ConfigDef.ConfigKey key = KNOWN.get(name);
        return key != null && key.type == ConfigDef.Type.PASSWORD;
    }

    private static void file(String name, String value, Map<String, Path> files, String option, List<String> wrong) {
        try {
            if (!value.isEmpty()) {
                files.put(name, Path.of(value));
                return;
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        wrong.add(option + "=" + value + ": allowed is the path of a file");
    }

    private static void check(String name, String value, String option, List<String> wrong) {
        List<String> allowed = FIXED.get(name);
        String why = REFUSED.get(name);
        if (allowed != null && !allowed.contains(value)) {
            wrong.add(option + "=" + value + ": allowed is " + allowed.get(0)
                    + ": anything else loses usage, repeats it or changes its order");
        } else if (why != null) {
            wrong.add(option + " cannot be set: " + why);
        } else if (!KNOWN.containsKey(name)) {
            wrong.add(option + " is no property of Kafka's producer");
        } else if (WAITS.contains(name) && !isWait(value)) {
            wrong.add(option + "=" + value + ": allowed are milliseconds from 1 to " + LONGEST_MILLIS);
        }
    }

    private static boolean isWait(String value) {
        return value.matches("[1-9][0-9]{0,5}") && Integer.parseInt(value) <= LONGEST_MILLIS;
    }

    /** What Kafka itself would find fault with, as far as it can be known before there is a producer. */
    private void tryOut(String prefix, List<String> wrong) {
        String servers = given.getOrDefault("bootstrap.servers", "");
        if (servers.isEmpty()) {
            wrong.add(prefix + "bootstrap.servers is missing: which brokers is usage to be sent to? Allowed is"
                    + " host:port, separated by commas");
        } else if (!servers.matches("\\s*[^\\s,]+:[0-9]{1,5}\\s*(,\\s*[^\\s,]+:[0-9]{1,5}\\s*)*")) {
            wrong.add(prefix + "bootstrap.servers=" + servers + ": allowed is host:port, separated by commas");
        }
        String protocol = given.getOrDefault("security.protocol", "PLAINTEXT");
        boolean sasl = protocol.startsWith("SASL_");
        if (sasl && !given.containsKey("sasl.jaas.config") && !files.containsKey("sasl.jaas.config")) {
            // Else Kafka would take the application's, from a system property.
            wrong.add(prefix + "sasl.jaas.config, or " + prefix
                    + "sasl.jaas.config.file, is missing: security.protocol=" + protocol + " needs it");
        }
        if (sasl && given.getOrDefault("sasl.mechanism", "").equals("OAUTHBEARER")) {
            // Kafka registers it with the whole JVM, where the application's own clients would find it.
            wrong.add(
                    prefix + "sasl.mechanism=OAUTHBEARER: allowed are PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 and GSSAPI");
        }
        if (!wrong.isEmpty()) {
            return;
        }
        try {
            Map<String, Object> all = base();
            files.keySet().forEach(name -> all.put(name, "(in a file)"));
            ProducerConfig made = new ProducerConfig(all);
            long least = made.getInt("request.timeout.ms") + made.getLong("linger.ms");
            if (made.getInt("delivery.timeout.ms") < least) {
                wrong.add(prefix + "delivery.timeout.ms=" + made.getInt("delivery.timeout.ms")
                        + ": allowed is at least request.timeout.ms + linger.ms, " + least);
            }
        } catch (ConfigException e) {
            wrong.add(prefix + "*: " + secretsIn(Map.of()).shown(String.valueOf(e.getMessage())));
        }
    }

    /** All but what lies in files. */
    private Map<String, Object> base() {
        Map<String, Object> all = new HashMap<>(Map.of(
                "client.id", clientId,
                "max.block.ms", "10000",
                "request.timeout.ms", "10000",
                "delivery.timeout.ms", "30000",
                // What is there is sent at once, in few requests: there is one at a time, and a batch is waited for.
                "batch.size", "262144",
                "linger.ms", "0",
                // No MBeans in the application's server, and no figures about us to the brokers.
                "metric.reporters", "",
                "enable.metrics.push", "false"));
        all.putAll(given);
        FIXED.forEach((name, values) -> all.put(name, values.get(0)));
        all.put("key.serializer", ByteArraySerializer.class);
        all.put("value.serializer", ByteArraySerializer.class);
        return all;
    }

    /**
     * The values of the files now.
     *
     * @throws IOException naming property and file, where one cannot be read
     */
    Map<String, String> readFiles() throws IOException {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            try {
                values.put(file.getKey(), SecretFile.read(file.getValue()));
            } catch (IOException e) {
                throw new IOException(file.getKey() + FILE + "=" + e.getMessage(), e);
            }
        }
        return values;
    }

    /** Everything that a producer is made with. */
    Map<String, Object> with(Map<String, String> fromFiles) {
        Map<String, Object> all = base();
        all.putAll(fromFiles);
        return all;
    }

    /** What of it must not be shown. */
    Secrets secretsIn(Map<String, String> fromFiles) {
        List<String> values = new ArrayList<>(fromFiles.values());
        given.forEach((name, value) -> {
            if (isSecret(name)) {
                values.add(value);
            }
        });
        return new Secrets(values);
    }

    /** For how long one delivery may take, all in all, in milliseconds. */
    long longestMillis() {
        Map<String, Object> all = base();
        long millis = 0;
        for (String wait : WAITS) {
            millis += Long.parseLong(String.valueOf(all.get(wait)));
        }
        return millis;
    }

    /** Without values: passwords are among them. */
    @Override
    public String toString() {
        return "ProducerProperties" + given.keySet() + files.keySet();
    }
}
