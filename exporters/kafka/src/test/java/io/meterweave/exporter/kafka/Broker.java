package io.meterweave.exporter.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The tests' broker: started when it is first asked for, and ended with the tests. */
final class Broker {
    private static Broker running;

    final int plain = freePort();
    final int proxied = freePort();
    final int proxy = freePort();
    final int sasl = freePort();
    final int tls = freePort();
    final Path keys;
    private final int controller = freePort();
    private final Path dir;
    private Process process;

    private Broker() throws IOException {
        Path home = Files.createDirectories(Path.of("target", "brokers"));
        dir = Files.createTempDirectory(home.toAbsolutePath(), "broker").resolve("data");
        keys = dir.resolveSibling("keys.p12");
    }

    /** A key with a certificate of its own making, for 127.0.0.1 only; the file serves as trust store as well. */
    private void makeKeys() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keyalg", "EC", "-alias", "broker", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1"));
        command.addAll(
                List.of("-storetype", "PKCS12", "-storepass", BrokerProcess.PASSWORD, "-keystore", keys.toString()));
        if (new ProcessBuilder(command).start().waitFor() != 0) {
            throw new IOException("keytool has made no keys");
        }
    }

    static synchronized Broker get() throws IOException, InterruptedException {
        if (running == null) {
            Broker broker = new Broker();
            broker.makeKeys();
            broker.start();
            running = broker;
        }
        return running;
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // By default it starts quickly and is slow.
        command.addAll(List.of(System.getProperty("broker.jvm", "-Xmx256m -XX:TieredStopAtLevel=1")
                .split(" ")));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName(), dir.toString()));
        for (int port : new int[] {plain, proxied, proxy, sasl, controller, tls}) {
            command.add(Integer.toString(port));
        }
        command.add(keys.toString());
        Path log = dir.resolveSibling("stderr.txt");
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException("the broker says '" + line + "': " + Files.readString(log));
        }
    }

    /** As the kernel would: nothing is finished, nothing closed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    String servers() {
        return "127.0.0.1:" + plain;
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers()));
    }

    /** Lets a user write to a topic. */
    void grant(String user, String topic) throws InterruptedException, ExecutionException {
        ResourcePattern where = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        List<AclBinding> grants = new ArrayList<>();
        for (AclOperation operation : List.of(AclOperation.WRITE, AclOperation.DESCRIBE)) {
            grants.add(new AclBinding(
                    where, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
        }
        try (Admin admin = admin()) {
            admin.createAcls(grants).all().get();
        }
    }

    /** Makes a topic of a name that no test had before. */
    String topic(int partitions, String... settings) throws InterruptedException, ExecutionException {
        String name = "usage-" + System.nanoTime();
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
        if (settings.length > 0) {
            topic.configs(Map.of(settings[0], settings[1]));
        }
        try (Admin admin = admin()) {
            admin.createTopics(List.of(topic)).all().get();
        }
        return name;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
