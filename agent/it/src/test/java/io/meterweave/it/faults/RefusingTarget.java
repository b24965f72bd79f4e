package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Launch;
import java.util.ArrayList;
import java.util.List;

/**
 * A target that answers 422 to each request that holds one of a hundred of the calls, without a word on which: the others
 * arrive, these are dead letters, and arrive when the target was mended and they are replayed.
 */
final class RefusingTarget implements Fault {
    private static final String REFUSED = "7\"}}}";
    private static final int CALLS = 300;

    @Override
    public String name() {
        return "target refuses some for good, mended, replayed";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger received = new Ledger();
        String port;
        try (HttpTarget target = HttpTarget.start(scene, "0", 0, REFUSED)) {
            port = target.port();
            received.acknowledge(scene.killIdle(scene.service(target.settings()), "life0", 2, CALLS));
            assertThat(target.ship()).as("some are refused").isEqualTo(1);
            target.end();
        }
        Ledger before = new Ledger();
        HttpTarget.readUnverified(scene, before);
        long refused = received.missing(before);
        assertThat(refused).as("refused").isEqualTo(2 * CALLS / 10);
        try (HttpTarget mended = HttpTarget.start(scene, port, 0, "")) {
            List<String> replay = new ArrayList<>(List.of(
                    "dead-letters",
                    "replay",
                    "--exporter",
                    "http",
                    "--dir",
                    scene.dir().toString()));
            replay.addAll(List.of(mended.settings()));
            Exit exit = Launch.cli(scene.jdk(), replay.toArray(new String[0])).run();
            assertThat(exit.code()).as(exit.stdout() + exit.stderr()).isZero();
            mended.end();
        }
        HttpTarget.read(scene, received);
        Dump.stream(scene.jdk(), scene.dir(), new Ledger());
        return received.row((int) refused);
    }
}
