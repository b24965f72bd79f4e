package io.meterweave.exporter.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker in a process of its own, to be killed and started again: {@code DIR PLAIN PROXIED PROXY SASL CONTROLLER}, a
 * directory and ports. Clients of the listener {@code PROXIED} are sent to the port {@code PROXY}. Prints {@code ready}, and
 * ends with its standard input.
 */
public final class BrokerProcess {
    static final String USER = "app";
    static final String PASSWORD = "pa55-of-the-test";

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
                    .setMetadataLogDirectory(dir.toString());
            formatter.addDirectory(Files.createDirectories(dir).toString());
            formatter.run();
        }
        Properties properties = new Properties();
        properties.putAll(settings(args));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Whatever it is told: it ends when nobody is there any more to tell it.
        }
        Runtime.getRuntime().halt(0);
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
        settings.put("sasl.enabled.mechanisms", "PLAIN");
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
