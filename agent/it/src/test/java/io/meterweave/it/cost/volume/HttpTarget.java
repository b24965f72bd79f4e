package io.meterweave.it.cost.volume;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** A {@link CountingReceiver} for the exporter {@code http}, or as an emulator for {@code pubsub}; both with their defaults. */
final class HttpTarget implements Target {
    private final String name;
    private final ForkedJvm receiver;
    private final String port;

    HttpTarget(Jdk jdk, String name) {
        this.name = name;
        // Else an answer in two segments would wait for what acknowledges the first.
        receiver = Launch.on(jdk)
                .flags("-Dsun.net.httpserver.nodelay=true")
                .main(CountingReceiver.class)
                .start();
        receiver.awaitLine("port=");
        port = receiver.lines().get(0).substring("port=".length());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> settings() {
        return name.equals("http")
                ? List.of("exporters=http", "exporter.http.url=http://127.0.0.1:" + port + "/events")
                : List.of(
                        "exporters=pubsub",
                        "exporter.pubsub.topic=projects/meter-1/topics/usage",
                        "exporter.pubsub.emulator=127.0.0.1:" + port);
    }

    @Override
    public long arriving() throws IOException {
        return arrived().usages();
    }

    @Override
    public Arrived arrived() throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/").toURL().openStream()) {
            String[] numbers = new String(in.readAllBytes(), US_ASCII).split(" ");
            return new Arrived(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        }
    }

    @Override
    public double cpuSeconds() {
        return Unix.cpuSeconds(receiver.pid());
    }

    @Override
    public void close() {
        receiver.close();
    }
}
