package io.meterweave.it;

import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** A broker in a process of its own, with a topic. */
public final class KafkaBroker implements AutoCloseable {
    public static final String TOPIC = "usage";

    private final String port = freePort();
    private final ForkedJvm process;
    private int reads;

    KafkaBroker(Jdk jdk, Path dir) {
        // It starts quickly and is slow.
        this(jdk, dir, "-Xmx256m", "-XX:TieredStopAtLevel=1");
    }

    public KafkaBroker(Jdk jdk, Path dir, String... flags) {
        process = Launch.on(jdk)
                .flags(flags)
                .classpath(Libraries.kafkaBroker())
                .args("io.meterweave.exporter.kafka.BrokerProcess")
                .args(dir.toString(), port, freePort(), freePort(), freePort(), freePort())
                .start();
        process.awaitLine("ready");
        process.tell("topic " + TOPIC);
        process.awaitLine("made " + TOPIC);
    }

    public String servers() {
        return "127.0.0.1:" + port;
    }

    /** Writes what the topic holds by now to a file, a line each; answers how many lines these are. */
    int read(Path file) {
        int before = ++reads;
        process.tell("read " + TOPIC + " " + file);
        Await.until("what is stored", Duration.ofSeconds(60), () -> answers() >= before);
        String last = process.lines().get(process.lines().size() - 1);
        return Integer.parseInt(last.substring("read ".length()));
    }

    /** How many records the topic has had so far. */
    public long count() {
        return Long.parseLong(ask("count"));
    }

    /** The usage records that the topic holds, each id once; those that are there again; events that tell of losses. */
    public long[] events() {
        return Arrays.stream(ask("events").split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private String ask(String what) {
        int before = process.lines().size();
        process.tell(what + " " + TOPIC);
        Await.until(what, Duration.ofMinutes(5), () -> process.lines().size() > before);
        return process.lines().get(before).substring(what.length() + 1);
    }

    private long answers() {
        return process.lines().stream().filter(line -> line.startsWith("read ")).count();
    }

    public long pid() {
        return process.pid();
    }

    private static String freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
