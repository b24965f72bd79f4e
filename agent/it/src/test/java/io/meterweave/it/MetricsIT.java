package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The counters as Prometheus reads them. */
class MetricsIT {
    private static final int RUNS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> get(int port, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> metrics(int port) {
        return get(port, "/metrics").body().lines().toList();
    }

    @EachJdk
    void servesWhatStatSays(Jdk jdk) throws IOException {
        int port = freePort();
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent("dir=" + temp.resolve("meterweave"), "exporters=file", "metrics.port=" + port)
                .main(Endings.class, "wait", RUNS)
                .start()) {
            jvm.awaitLine("calls=" + RUNS);
            assertServed(port);
            assertThat(get(port, "/").statusCode()).isEqualTo(404);
            hangUpOn(port);
            assertThat(metrics(port)).contains("meterweave_records_total " + RUNS);
            jvm.tell("end");
            Exit exit = jvm.await(PATIENCE);
            assertThat(exit.code()).isZero();
            assertThat(exit.stderr()).doesNotContain("meterweave:");
        }
    }

    private static void assertServed(int port) {
        Await.until("a server", PATIENCE, () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        Await.until(
                "all records",
                PATIENCE,
                () -> metrics(port)
                        .containsAll(List.of(
                                "meterweave_records_total " + RUNS,
                                "meterweave_exporter_backlog_events{exporter=\"file\"} 0")));
        HttpResponse<String> answer = get(port, "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines)
                .contains(
                        "# TYPE meterweave_records_total counter",
                        "meterweave_input_tokens_total " + 3 * RUNS,
                        "meterweave_unattributed_records_total " + RUNS,
                        "meterweave_lost_records_total{reason=\"ring_full\"} 0",
                        "meterweave_ring_records 0")
                .allMatch(line -> line.matches("# (HELP|TYPE) meterweave_[a-z_]+ .+"
                        + "|meterweave_[a-z_]+(\\{[a-z]+=\"[^\"\\\\]*\"(,[a-z]+=\"[^\"\\\\]*\")*\\})? [0-9.eE+-]+"));
    }

    /** A client that says nothing, and one that says too much, hold up the next ones for a moment only. */
    private static void hangUpOn(int port) throws IOException {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket loud = new Socket(InetAddress.getLoopbackAddress(), port)) {
            loud.getOutputStream().write("GET /".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
            InputStream in = silent.getInputStream();
            assertThat(in.read()).as("hung up").isEqualTo(-1);
        }
    }

    @EachJdk
    void servesWithUsageInMemory(Jdk jdk) throws IOException {
        int port = freePort();
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent(
                        "journal=memory",
                        "exporters=file",
                        "exporter.file.dir=" + temp.resolve("out"),
                        "metrics.port=" + port)
                .main(Endings.class, "wait", RUNS)
                .start()) {
            jvm.awaitLine("calls=" + RUNS);
            assertServed(port);
            assertThat(metrics(port)).anyMatch(line -> line.contains("durable=\"false\""));
        }
    }

    @EachJdk
    void aPortInUseIsOneLineAndUsageIsMetered(Jdk jdk) throws IOException {
        Path dir = temp.resolve("meterweave");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Exit exit = Launch.on(jdk)
                    .agent("dir=" + dir, "metrics.port=" + taken.getLocalPort())
                    .main(Endings.class, "return", RUNS)
                    .run();
            assertThat(exit.code()).isZero();
            assertThat(exit.stderrLines().stream().filter(line -> line.startsWith("meterweave:")))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("metrics cannot be served at 127.0.0.1:" + taken.getLocalPort());
        }
        assertThat(Dump.read(jdk, dir).usages()).hasSize(RUNS);
    }
}
