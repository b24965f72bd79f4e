package io.meterweave.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A peer that sends to Kafka, and a broker in a process beside it: that of the tests of {@code exporters/kafka}. */
final class KafkaRig implements Rig {
    private static final String TOPIC = "usage";
    private static final int PORTS = 5;

    private final PlainRig rig;
    private final Process broker;
    private final String server;

    KafkaRig(Place place) throws IOException {
        rig = PlainRig.peer(place, "kafka");
        Path built = place.target().resolve("../../exporters/kafka/target");
        List<String> command = new ArrayList<>(List.of(rig.java(), "-Xmx512m", "-cp"));
        command.add(built.resolve("test-classes")
                + File.pathSeparator
                + Files.readString(built.resolve("classpath.txt"), StandardCharsets.UTF_8));
        command.add("io.meterweave.exporter.kafka.BrokerProcess");
        command.add(place.work().resolve("broker").toString());
        List<String> ports = freePorts();
        command.addAll(ports);
        server = "127.0.0.1:" + ports.get(0);
        broker = new ProcessBuilder(command)
                .redirectError(place.work().resolve("broker.err").toFile())
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8));
        expect("ready", out);
        tell("topic " + TOPIC);
        expect("made " + TOPIC, out);
    }

    private void tell(String line) throws IOException {
        OutputStream in = broker.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private void expect(String line, BufferedReader out) throws IOException {
        String said = out.readLine();
        if (!line.equals(said)) {
            broker.destroy();
            throw new IOException("the broker says: " + said);
        }
    }

    private static List<String> freePorts() throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<String> ports = new ArrayList<>();
        for (ServerSocket each : open) {
            ports.add(Integer.toString(each.getLocalPort()));
            each.close();
        }
        return ports;
    }

    @Override
    public String java() {
        return rig.java();
    }

    @Override
    public List<String> arguments() {
        return List.of("-Dbench.kafka=" + server);
    }

    @Override
    public String classPath() {
        return rig.classPath();
    }

    @Override
    public @Nullable Arrivals arrivals(Map<String, Long> told) {
        return rig.arrivals(told);
    }

    /** It ends with its standard input. */
    @Override
    public void close() throws IOException {
        broker.getOutputStream().close();
        broker.onExit().join();
    }
}
