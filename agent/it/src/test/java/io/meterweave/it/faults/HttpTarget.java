package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Event;
import io.meterweave.it.EventLines;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.receiver.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A receiver of events in a process of its own, which keeps each id once in a file that outlives it.
 *
 * @param port where it listens, also when it comes back
 */
record HttpTarget(Scene scene, ForkedJvm jvm, String port) implements AutoCloseable {
    private static final String TOKEN = "t0ken-of-the-test";

    /**
     * Starts it.
     *
     * @param port 0 for any
     * @param seed of its faults; 0 for none
     * @param refused what it answers 422 to wherever a request holds it; empty for nothing
     */
    static HttpTarget start(Scene scene, String port, long seed, String refused) {
        ForkedJvm jvm = Launch.on(scene.jdk())
                .main(Receiver.class, received(scene), port, seed, TOKEN, refused)
                .start();
        jvm.awaitLine("port=");
        return new HttpTarget(scene, jvm, jvm.lines().get(0).substring("port=".length()));
    }

    private static Path received(Scene scene) {
        return scene.home().resolve("received.jsonl");
    }

    /** How many bytes of events there are. */
    static long receivedBytes(Scene scene) {
        return received(scene).toFile().length();
    }

    /** What the service is to be configured with. */
    String[] settings() {
        return new String[] {
            "exporters=http",
            "exporter.http.url=http://127.0.0.1:" + port + "/events",
            "exporter.http.token=" + TOKEN,
            "exporter.http.batch.events=200"
        };
    }

    /** Ships all that is left; answers the exit code. */
    int ship() {
        List<String> args = new ArrayList<>(List.of("ship", "--wait", Scene.PATIENCE.toSeconds() + "s", "--dir"));
        args.add(scene.dir().toString());
        args.addAll(List.of(settings()));
        Exit exit = Launch.cli(scene.jdk(), args.toArray(new String[0])).run();
        assertThat(exit.code()).as(exit.stdout() + exit.stderr()).isIn(0, 1);
        return exit.code();
    }

    /** Ends it; what it was sent was as agreed, and what came again had the same bytes. */
    void end() {
        jvm.tell("end");
        Exit exit = jvm.await(Scene.PATIENCE);
        assertThat(exit.stdout()).doesNotContain("violation").contains(" different=0 ");
    }

    static void readUnverified(Scene scene, Ledger ledger) {
        Dump.lines(received(scene), line -> ledger.accept(EventLines.parse(line)));
    }

    /** Reads what receivers of the scene hold; in the order of its ids (dead letters come late), it verifies. */
    static void read(Scene scene, Ledger ledger) {
        List<Event> events = new ArrayList<>();
        Dump.lines(received(scene), line -> events.add(EventLines.parse(line)));
        events.sort(Comparator.comparing(Event::epoch).thenComparing(Event::sequence));
        events.forEach(ledger);
        Path sorted = scene.home().resolve("sorted.jsonl");
        try {
            Files.write(sorted, events.stream().map(Event::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Exit verify =
                Launch.cli(scene.jdk(), "verify", "--file", sorted.toString()).run();
        assertThat(verify.code()).as(verify.stdout() + verify.stderr()).isZero();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
