package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.receiver.PubSubTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Usage on its way to a Pub/Sub topic that fails, by the exporter's own jar beside the agent's, signed with a service account's key. */
class PubSubExporterIT {
    private static final int CALLS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void everyCallArrivesExactlyOnceById(Jdk jdk) throws IOException, GeneralSecurityException {
        try (PubSubTopic topic = new PubSubTopic()) {
            String[] settings = settings(topic);
            Set<String> acknowledged = metered(jdk, topic, settings);
            // What the JVM did not get shipped before it ended.
            Exit ship = Launch.cli(jdk, "ship").args(settings).run();
            assertThat(ship.code()).as(ship.stdout() + ship.stderr()).isZero();
            assertThat(topic.unsigned()).isZero();
            assertHolds(topic.lines(), acknowledged);
            Path received = Files.write(temp.resolve("received.jsonl"), topic.lines());
            Exit verify =
                    Launch.cli(jdk, "verify", "--file", received.toString()).run();
            assertThat(verify.code()).as(verify.stdout() + verify.stderr()).isZero();
            assertThat(verify.stdout()).contains("complete, closed at");
        }
    }

    private String[] settings(PubSubTopic topic) throws IOException {
        return new String[] {
            "service=it",
            "dir=" + temp.resolve("meterweave"),
            "exporters=pubsub",
            "exporter.pubsub.topic=projects/meter-1/topics/usage",
            "exporter.pubsub.endpoint=" + topic.endpoint(),
            "exporter.pubsub.credentials.file=" + topic.key(temp.resolve("key.json")),
            "exporter.pubsub.mode=structured",
            "exporter.pubsub.batch.events=100",
        };
    }

    /** Answers the calls that have returned. */
    private static Set<String> metered(Jdk jdk, PubSubTopic topic, String... settings) {
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent(settings)
                .main(Ack.class, "life", 2, CALLS / 2)
                .start()) {
            jvm.awaitLine("calls=");
            jvm.tell("end");
            Exit exit = jvm.await(PATIENCE);
            assertThat(exit.code()).as(exit.stderr()).isZero();
            assertThat(exit.stderr()).doesNotContain(topic.secret().substring(100, 150), "eyJ");
            // The JDK's own notices are one line each; java.util.logging begins with a line that is none.
            assertThat(exit.stderrLines())
                    .filteredOn(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("meterweave: exporter pubsub failed: cannot publish to http://"));
            Set<String> calls = new TreeSet<>(jvm.lines());
            calls.removeIf(line -> !line.startsWith("life-"));
            assertThat(calls).hasSize(CALLS);
            return calls;
        }
    }

    private static void assertHolds(List<String> lines, Set<String> acknowledged) {
        Map<String, String> byId = new HashMap<>();
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            Event event = EventLines.parse(line);
            String before = byId.put(event.id(), line);
            assertThat(before).as("the same id with other bytes").isIn(null, line);
            if (event.usage() && before == null) {
                found.add(event.attribute("request_id"));
            }
        }
        assertThat(found).as("usage, by id").containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(lines).as("with what was published twice").hasSizeGreaterThan(byId.size());
    }
}
