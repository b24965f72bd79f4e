package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Exported;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.ForkedJvm;
import java.time.Instant;
import java.util.List;

/**
 * A device that starts in 1970, learns the time under load, and is set back and on by hours; killed each time.
 */
final class SteppedClock implements Fault {
    private static final List<String> STEPS = List.of("-56y", "+0", "-3h", "+2h");
    private static final String TIME = "\"time\":\"";
    private static final long MORE_BYTES = 30_000;

    @Override
    public String name() {
        return "1970, then wall clock stepped on and back, SIGKILL";
    }

    @Override
    public Row strike(Scene scene) {
        FakeClock clock = new FakeClock(scene.home());
        Ledger exported = new Ledger();
        for (int i = 0; i < scene.lives(); i++) {
            String life = "life" + i;
            clock.set(STEPS.get(0));
            try (ForkedJvm jvm = clock.deceive(scene.service("exporters=file"))
                    .main(Ack.class, life, Scene.THREADS)
                    .start()) {
                for (String step : STEPS.subList(1, STEPS.size())) {
                    Scene.awaitLoad(jvm, jvm.printedBytes() + scene.random().nextLong(1, MORE_BYTES));
                    clock.set(step);
                }
                // What is metered by the last step's clock, which it sees within a second.
                Exported files = new Exported(scene.dir());
                boolean[] seen = {false, false};
                Await.until("records of 1970, and of the last step", Scene.PATIENCE, () -> {
                    files.forEachNew(line -> {
                        if (line.contains("\"" + life + "-")) {
                            seen[0] |= line.contains(TIME + "1970-");
                            seen[1] |= isAhead(line);
                        }
                    });
                    return seen[0] && seen[1];
                });
                jvm.kill();
                exported.acknowledge(Scene.acknowledged(jvm, life));
            }
        }
        scene.shipAll();
        KilledShipper.readExports(scene, exported);
        assertThat(exported.events()).as("exported").hasSizeGreaterThan(scene.lives());
        Dump.stream(scene.jdk(), scene.dir(), new Ledger());
        return exported.row(scene.lives());
    }

    private static boolean isAhead(String line) {
        return time(line).isAfter(Instant.now().plusSeconds(3600));
    }

    /** Without parsing all of it: there are hundreds of thousands. */
    private static Instant time(String line) {
        int from = line.indexOf(TIME) + TIME.length();
        return Instant.parse(line.substring(from, line.indexOf('"', from)));
    }
}
