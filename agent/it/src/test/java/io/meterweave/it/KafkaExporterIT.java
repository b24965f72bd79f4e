package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.KafkaHost;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Usage on its way to a Kafka broker, from an application that has a Kafka client of its own, in another version: the
 * exporter's jar is found beside the agent, or on its path, and neither client sees the other.
 */
class KafkaExporterIT {
    private static final int CALLS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void everyCallArrivesFromAnApplicationWithAnotherKafka(Jdk jdk) throws IOException {
        // Kafka's jar is not beside this one.
        Path alone = Files.createDirectory(temp.resolve("alone")).resolve("meterweave-agent.jar");
        Files.copy(Libraries.agent(), alone);
        try (KafkaBroker broker = new KafkaBroker(jdk, temp.resolve("broker"))) {
            Set<String> acknowledged = new TreeSet<>(withoutTheJar(jdk, alone, settings(broker, "service=alone")));
            Path received = temp.resolve("received.jsonl");
            try (ForkedJvm jvm = start(jdk, Libraries.agent(), "life", settings(broker, "service=it"))) {
                jvm.awaitLine("calls=");
                Await.until("usage at the broker", PATIENCE, () -> broker.read(received) >= CALLS);
                acknowledged.addAll(finish(jvm));
            }
            ship(jdk, alone, settings(broker, "exporters.path=" + Libraries.kafkaExporter()));
            broker.read(received);
            assertHolds(received, acknowledged);
            Exit verify = Launch.cli(jdk, "verify", "--file", inOrder(received).toString())
                    .run();
            assertThat(verify.code()).as(verify.stdout() + verify.stderr()).isZero();
        }
    }

    private String[] settings(KafkaBroker broker, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("dir=" + temp.resolve("meterweave"));
        settings.add("exporters=kafka");
        settings.add("exporter.kafka.topic=" + KafkaBroker.TOPIC);
        settings.add("exporter.kafka.mode=structured");
        settings.add("exporter.kafka.producer.bootstrap.servers=" + broker.servers());
        settings.add("exporter.kafka.producer.compression.type=zstd");
        return settings.toArray(new String[0]);
    }

    private static ForkedJvm start(Jdk jdk, Path agent, String life, String... settings) {
        return Launch.on(jdk)
                .agent(agent, settings)
                .classpath(Libraries.classpathWithKafka())
                .main(KafkaHost.class, life, 2, CALLS / 2)
                .start();
    }

    /** One line says where the jar was looked for; the application runs, and its usage is kept. */
    private Set<String> withoutTheJar(Jdk jdk, Path agent, String... settings) {
        try (ForkedJvm jvm = start(jdk, agent, "alone", settings)) {
            jvm.awaitLine("calls=");
            jvm.tell("end");
            Exit exit = jvm.await(PATIENCE);
            assertThat(exit.code()).as(exit.stderr()).isZero();
            assertThat(said(exit))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "meterweave: exporter kafka did not start: exporter.kafka.type=kafka: allowed are"
                                    + " [file, http]; other types come in jars: put meterweave-kafka.jar beside the agent's jar")
                    .contains("looked for in " + agent.resolveSibling("meterweave-kafka.jar")
                            + " (does not exist); usage" + " stays in the journal");
            return calls(jvm, "alone-");
        }
    }

    private static Set<String> finish(ForkedJvm jvm) {
        jvm.tell("end");
        Exit exit = jvm.await(PATIENCE);
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(said(exit)).isEmpty();
        assertThat(jvm.lines().stream().filter(line -> line.contains("=") && !line.startsWith("calls=")))
                .containsExactly(
                        "own=3.9.1",
                        "thread=kafka-producer-network-thread | meterweave-kafka, daemon true, in meterweave, with"
                                + " meterweave-exporter-meterweave-kafka.jar",
                        "mbeans=[]");
        return calls(jvm, "life-");
    }

    /** All of stderr but the JDK's notices: nothing of Kafka's, nor of its logging. */
    private static List<String> said(Exit exit) {
        return exit.stderrLines().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .toList();
    }

    private static Set<String> calls(ForkedJvm jvm, String life) {
        Set<String> calls = new TreeSet<>(jvm.lines());
        calls.removeIf(line -> !line.startsWith(life));
        assertThat(calls).hasSize(CALLS);
        return calls;
    }

    private static void ship(Jdk jdk, Path agent, String... settings) {
        Exit exit = Launch.on(jdk)
                .args("-jar", agent.toString(), "ship")
                .args(settings)
                .run();
        assertThat(exit.code()).as(exit.stdout() + exit.stderr()).isZero();
        assertThat(exit.stdout()).contains("exporter kafka: acknowledged, ");
    }

    /** Partitions are read one after the other: each holds a part of an epoch. */
    private Path inOrder(Path received) throws IOException {
        List<Event> events = new ArrayList<>();
        Dump.lines(received, line -> events.add(EventLines.parse(line)));
        events.sort(Comparator.comparing(Event::epoch).thenComparing(Event::sequence));
        return Files.write(
                temp.resolve("in-order.jsonl"), events.stream().map(Event::line).toList());
    }

    private static void assertHolds(Path received, Set<String> acknowledged) {
        Map<String, String> byId = new HashMap<>();
        Set<String> found = new TreeSet<>();
        Dump.lines(received, line -> {
            Event event = EventLines.parse(line);
            String before = byId.put(event.id(), line);
            assertThat(before).as("the same id with other bytes").isIn(null, line);
            if (event.usage() && before == null) {
                assertThat(found.add(event.attribute("request_id")))
                        .as("twice: " + line)
                        .isTrue();
            }
        });
        assertThat(found).isEqualTo(acknowledged);
    }
}
