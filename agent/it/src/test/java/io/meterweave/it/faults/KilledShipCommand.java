package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Exported;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.ForkedJvm;

/** A killed JVM's backlog, and the {@code ship} that sends it killed over and over. */
final class KilledShipCommand implements Fault {
    private static final int BACKLOG_BYTES = 150_000;

    @Override
    public String name() {
        return "SIGKILL of the ship command";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger exported = new Ledger();
        exported.acknowledge(scene.kill(scene.service(), "life0", BACKLOG_BYTES));
        for (int i = 0; i < scene.lives(); i++) {
            killShip(scene);
        }
        scene.shipAll();
        KilledShipper.readExports(scene, exported);
        Ledger dumped = new Ledger();
        Dump.stream(scene.jdk(), scene.dir(), dumped);
        assertThat(exported.events()).isEqualTo(dumped.events());
        return exported.row(scene.lives());
    }

    /** Killed after some more lines, or, when it is through before that, not any more: it has ended then. */
    private static void killShip(Scene scene) {
        Exported files = new Exported(scene.dir());
        files.forEachNew(line -> {});
        int most = scene.random().nextInt(1, 8_000);
        int[] lines = {0};
        try (ForkedJvm ship = scene.ship().start()) {
            Await.until("lines of ship", Scene.PATIENCE, () -> {
                files.forEachNew(line -> lines[0]++);
                return lines[0] >= most || !ship.alive();
            });
            ship.kill();
        }
    }
}
