package io.meterweave.it.faults;

import io.meterweave.it.Dump;
import io.meterweave.it.Instances;
import java.nio.file.Path;

/** Starts that die while they bring what a dead JVM's ring held into its journal. */
final class KilledRecovery implements Fault {
    private static final int LOAD_BYTES = 120_000;
    private static final int MOST_BYTES = 1 << 20;

    @Override
    public String name() {
        return "SIGKILL during recovery";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        // Synced once an hour, the journal thread leaves in the ring what does not fill half a stripe.
        ledger.acknowledge(
                scene.kill(scene.service("journal.sync=1h", "ring.stripes=8", "ring.size=2MiB"), "life0", LOAD_BYTES));
        Path dead = Instances.of(scene.dir()).get(0);
        for (int i = 0; i < scene.lives(); i++) {
            int before = Scene.journaled(dead);
            int more = scene.random().nextInt(1, MOST_BYTES);
            scene.killWhen("recovery of " + dead, () -> Scene.journaled(dead) - before >= more || Scene.adopted(dead));
        }
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        return ledger.row(scene.lives());
    }
}
