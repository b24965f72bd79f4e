package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.receiver.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Usage on its way over HTTP to a receiver in another process, which fails in every way that it can, is killed, and comes
 * back: in the end it holds every call that returned, exactly once by id, and each repetition had the same bytes.
 */
class HttpExporterIT {
    private static final int CALLS = Integer.getInteger("it.http.calls");
    private static final int CALLS_IN_MEMORY = 2_000;
    private static final int THREADS = 4;
    private static final int FAULTS = 7;
    private static final long SEED = 20261126;
    private static final String TOKEN = "t0ken-of-the-test";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void everyCallArrivesExactlyOnceAtAReceiverThatFails(Jdk jdk) throws IOException {
        Set<String> acknowledged;
        String[] settings;
        try (ForkedJvm first = receiver(jdk, "0", SEED)) {
            String port = port(first);
            settings = settings(port, "exporter.http.batch.events=100", "dir=" + temp.resolve("meterweave"));
            try (ForkedJvm jvm = metered(jdk, CALLS, settings)) {
                Await.until("events", PATIENCE, () -> received().toFile().length() > 0);
                first.kill();
                try (ForkedJvm second = receiver(jdk, port, SEED + 1)) {
                    second.awaitLine("port=");
                    acknowledged = finish(jvm);
                    ship(jdk, settings);
                    assertFaultsWerePlayed(had(second));
                }
            }
        }
        assertHolds(acknowledged);
        Exit verify = Launch.cli(jdk, "verify", "--file", received().toString()).run();
        assertThat(verify.code()).as(verify.stdout() + verify.stderr()).isZero();
        assertThat(verify.stdout()).contains("complete, closed at");
    }

    @EachJdk
    void usageInMemoryIsShippedWithoutADirectory(Jdk jdk) throws IOException {
        try (ForkedJvm receiver = receiver(jdk, "0", 0)) {
            String[] settings = settings(port(receiver), "journal=memory", "dir=" + temp.resolve("never-made"));
            try (ForkedJvm jvm = metered(jdk, CALLS_IN_MEMORY, settings)) {
                Set<String> acknowledged = finish(jvm);
                assertThat(had(receiver)).contains("repeated=0 different=0");
                assertHolds(acknowledged);
            }
        }
        assertThat(temp.resolve("never-made")).doesNotExist();
    }

    private Path received() {
        return temp.resolve("received.jsonl");
    }

    private ForkedJvm receiver(Jdk jdk, String port, long seed) {
        return Launch.on(jdk)
                .main(Receiver.class, received(), port, seed, TOKEN)
                .start();
    }

    private static String port(ForkedJvm receiver) {
        receiver.awaitLine("port=");
        return receiver.lines().get(0).substring("port=".length());
    }

    private String[] settings(String port, String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("service=it");
        settings.add("exporters=http");
        settings.add("exporter.http.url=http://127.0.0.1:" + port + "/events");
        settings.add("exporter.http.token.file=" + Files.writeString(temp.resolve("token"), TOKEN + "\n"));
        return settings.toArray(new String[0]);
    }

    private static ForkedJvm metered(Jdk jdk, int calls, String... settings) {
        return Launch.on(jdk)
                .agent(settings)
                .main(Ack.class, "life", THREADS, calls / THREADS)
                .start();
    }

    /** Lets the JVM end in an orderly way; answers the calls that have returned in it. */
    private static Set<String> finish(ForkedJvm jvm) {
        jvm.awaitLine("calls=");
        jvm.tell("end");
        Exit exit = jvm.await(Duration.ofSeconds(60));
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain(TOKEN);
        // The JDK's own notices are one line each; java.util.logging begins with a line that is none.
        assertThat(exit.stderrLines())
                .filteredOn(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .allSatisfy(line -> assertThat(line)
                        .startsWith("meterweave: exporter http failed: cannot send to http://127.0.0.1:"));
        Set<String> acknowledged = new TreeSet<>(jvm.lines());
        acknowledged.removeIf(line -> !line.startsWith("life-"));
        return acknowledged;
    }

    /** What the JVM did not get shipped before it ended. */
    private static void ship(Jdk jdk, String... settings) {
        try (ForkedJvm ship = Launch.cli(jdk, "ship", "--wait", PATIENCE.toSeconds() + "s")
                .args(settings)
                .start()) {
            Exit exit = ship.await(PATIENCE.plusMinutes(1));
            assertThat(exit.code()).as(exit.stdout() + exit.stderr()).isZero();
        }
    }

    /** What a receiver says that it has had. */
    private static String had(ForkedJvm receiver) {
        receiver.tell("end");
        Exit exit = receiver.await(Duration.ofSeconds(60));
        assertThat(exit.stdout()).doesNotContain("violation");
        return exit.stdoutLines().get(exit.stdoutLines().size() - 1);
    }

    private static void assertFaultsWerePlayed(String had) {
        assertThat(had).contains(" different=0 ").doesNotContain(" repeated=0 ");
        assertThat(had.split("[A-Z_]+=[0-9]+").length - 1).as(had).isEqualTo(FAULTS + 1);
    }

    private void assertHolds(Set<String> acknowledged) throws IOException {
        List<String> found = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        Dump.lines(received(), line -> {
            Event event = EventLines.parse(line);
            assertThat(ids.add(event.id())).as("twice: " + line).isTrue();
            assertThat(event.type()).as(line).isNotEqualTo(Event.LOSS);
            if (event.usage()) {
                found.add(event.attribute("request_id"));
            }
        });
        assertThat(found).doesNotHaveDuplicates().hasSameSizeAs(acknowledged);
        assertThat(new TreeSet<>(found)).isEqualTo(acknowledged);
    }
}
