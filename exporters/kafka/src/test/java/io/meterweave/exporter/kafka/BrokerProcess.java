package io.meterweave.exporter.kafka;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker in a process of its own, to be killed and started again: {@code DIR PLAIN PROXIED PROXY SASL CONTROLLER [TLS
 * KEYS]}, a directory and ports, and a file with a key. Clients of the listener {@code PROXIED} are sent to the port {@code PROXY}. Prints {@code ready}, and
 * ends with its standard input. For who has no client: {@code topic NAME} makes a topic of three partitions, {@code read
 * NAME FILE} writes the values that it holds to a file, a line each, and prints {@code read} and their number. For a topic
 * that is too large for that, {@code count NAME} prints {@code count} and how many records it has had so far, {@code events
 * NAME} prints {@code events} and what {@link TopicCount} finds in it.
 */
public final class BrokerProcess {
    static final String USER = "app";
    static final String PASSWORD = "pa55-of-the-test";
    static final String SCRAM_USER = "scram";

    private static final Map<String, TopicCount> COUNTS = new HashMap<>();

    private BrokerProcess() {}

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        if (!Files.exists(dir)) {
            Formatter formatter = new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setScramArguments(List.of("SCRAM-SHA-512=[name=" + SCRAM_USER + ",password=" + PASSWORD + "]"))
                    .setMetadataLogDirectory(dir.toString());
            formatter.addDirectory(Files.createDirectories(dir).toString());
            formatter.run();
        }
        Properties properties = new Properties();
        properties.putAll(settings(args));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            obey(line.split(" "), "127.0.0.1:" + args[1]);
        }
        Runtime.getRuntime().halt(0); // Nobody is there any more to tell it anything.
    }

    private static void obey(String[] words, String servers) throws Exception {
        if (words[0].equals("topic")) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                admin.createTopics(List.of(new NewTopic(words[1], Optional.of(3), Optional.empty())))
                        .all()
                        .get();
            }
            System.out.println("made " + words[1]);
        } else if (words[0].equals("read")) {
            List<ConsumerRecord<byte[], byte[]>> records = Stored.in(servers, words[1]);
            try (OutputStream out = Files.newOutputStream(Path.of(words[2]))) {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    out.write(record.value());
                    out.write('\n');
                }
            }
            System.out.println("read " + records.size());
        } else if (words[0].equals("count")) {
            System.out.println("count " + count(words[1], servers).records());
        } else if (words[0].equals("events")) {
            System.out.println("events " + count(words[1], servers).events());
        }
    }

    private static TopicCount count(String topic, String servers) {
        return COUNTS.computeIfAbsent(topic, name -> new TopicCount(servers, name));
    }

    private static Map<String, String> settings(String[] args) {
        String host = "://127.0.0.1:";
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", args[0]);
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + args[5]);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put(
                "listeners",
                "PLAINTEXT" + host + args[1] + ",PROXIED" + host + args[2] + ",SASL" + host + args[4] + ",CONTROLLER"
                        + host + args[5]);
        settings.put(
                "advertised.listeners",
                "PLAINTEXT" + host + args[1] + ",PROXIED" + host + args[3] + ",SASL" + host + args[4]);
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        if (args.length > 6) {
            settings.merge("listeners", ",TLS" + host + args[6], String::concat);
            settings.merge("advertised.listeners", ",TLS" + host + args[6], String::concat);
            settings.merge("listener.security.protocol.map", ",TLS:SSL", String::concat);
            settings.put("listener.name.tls.ssl.keystore.location", args[7]);
            settings.put("listener.name.tls.ssl.keystore.type", "PKCS12");
            settings.put("listener.name.tls.ssl.keystore.password", PASSWORD);
            settings.put("listener.name.tls.ssl.key.password", PASSWORD);
        }
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        settings.put(
                "listener.name.sasl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put(
                "listener.name.sasl.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\"" + PASSWORD
                        + "\";");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
        settings.put("auto.create.topics.enable", "false");
        // One that was killed may come back after its session only.
        settings.put("broker.session.timeout.ms", "1000");
        settings.put("broker.heartbeat.interval.ms", "200");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        return settings;
    }
}
