package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Exported;
import io.meterweave.it.Instances;
import java.nio.file.Path;

/** Starts that die after they have taken a dead JVM's epoch over, while they ship it under its old ids. */
final class KilledAdoption implements Fault {
    private static final int LOAD_BYTES = 120_000;
    private static final int MOST_LINES = 10_000;

    @Override
    public String name() {
        return "SIGKILL during adoption";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger exported = new Ledger();
        exported.acknowledge(scene.kill(scene.service(), "life0", LOAD_BYTES));
        Path dead = Instances.of(scene.dir()).get(0);
        for (int i = 0; i < scene.lives(); i++) {
            Exported files = new Exported(scene.dir());
            files.forEachNew(line -> {});
            int most = scene.random().nextInt(MOST_LINES);
            int[] lines = {0};
            scene.killWhen(
                    "adoption of " + dead,
                    () -> {
                        files.forEachNew(line -> lines[0]++);
                        return Scene.adopted(dead) && (lines[0] >= most || isShipped(dead));
                    },
                    "exporters=file");
        }
        scene.shipAll();
        KilledShipper.readExports(scene, exported);
        Ledger dumped = new Ledger();
        Dump.stream(scene.jdk(), scene.dir(), dumped);
        assertThat(exported.events()).isEqualTo(dumped.events());
        return exported.row(scene.lives());
    }

    private static boolean isShipped(Path dead) {
        return dead.resolve("cursors").resolve("file.complete").toFile().exists();
    }
}
