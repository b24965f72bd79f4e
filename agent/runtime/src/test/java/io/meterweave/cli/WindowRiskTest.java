package io.meterweave.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.meterweave.record.Quantity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A record that its target may have had and forgotten is kept, told of, and sent when somebody takes the risk. */
@Timeout(120)
class WindowRiskTest {
    @TempDir
    Path dir;

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private String epoch;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try (TestAgent agent = new TestAgent(dir, "s")) {
            String old = Instant.now().minus(Duration.ofHours(25)).toString();
            agent.usage("acme", "m", d -> {
                d.start(agent.at(old));
                d.set(Quantity.ITEMS, 3);
            });
            agent.usage("acme", "m", d -> d.set(Quantity.ITEMS, 4)).journal();
            epoch = agent.id();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private CliRun run(String... command) {
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(List.of(
                "--dir",
                dir.toString(),
                "--exporter=hub",
                "exporter.hub.type=http",
                "exporter.hub.dialect=openmeter",
                "exporter.hub.meters=items:rows",
                "exporter.hub.url=http://127.0.0.1:" + server.getAddress().getPort() + "/"));
        return CliRun.of(args.toArray(String[]::new));
    }

    @Test
    void isHeldAndReleasedOnce() {
        assertThat(run("ship").code()).isEqualTo(1);
        assertThat(received).singleElement().asString().contains("\"value\":\"4\"", epoch + ".3-items");
        CliRun list = CliRun.of("dead-letters", "list", "--dir", dir.toString());
        assertThat(list.out()).contains("not sent: older than 1d", "total 1, hub 1");

        assertThat(run("dead-letters", "replay").out()).contains("0 accepted, 1 refused again");
        assertThat(received).hasSize(1);

        CliRun released = run("dead-letters", "replay", "--accept-window-risk");
        assertThat(released.out()).contains("1 accepted, 0 refused again");
        assertThat(released.code()).isZero();
        assertThat(received).hasSize(2).last().asString().contains("\"value\":\"3\"", epoch + ".2-items");
        run("dead-letters", "replay", "--accept-window-risk");
        assertThat(received).hasSize(2);
    }

    @Test
    void theRiskMayBeTakenForABacklog() {
        CliRun ship = run("ship", "--accept-window-risk");
        assertThat(ship.code()).as(ship.err()).isZero();
        assertThat(received).singleElement().asString().contains(epoch + ".2-items", epoch + ".3-items");
    }

    @Test
    void itIsTakenForOneExporterOnly() {
        CliRun all = CliRun.on(dir, "ship", "exporters=file", "--accept-window-risk");
        assertThat(all.code()).isEqualTo(2);
        assertThat(all.err()).contains("--accept-window-risk needs --exporter");
    }
}
