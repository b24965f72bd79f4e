package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.EventLines;
import io.meterweave.it.Exported;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.ForkedJvm;
import java.nio.file.Path;

/** JVMs that export to files, each killed once it has exported something of its own. */
final class KilledShipper implements Fault {
    @Override
    public String name() {
        return "SIGKILL of a JVM that exports";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger exported = new Ledger();
        for (int i = 0; i < scene.lives(); i++) {
            killWhileExporting(scene, "life" + i, exported);
        }
        scene.shipAll();
        readExports(scene, exported);
        Ledger dumped = new Ledger();
        Dump.stream(scene.jdk(), scene.dir(), dumped);
        assertThat(exported.events()).isEqualTo(dumped.events());
        return exported.row(scene.lives());
    }

    private static void killWhileExporting(Scene scene, String life, Ledger ledger) {
        Exported files = new Exported(scene.dir());
        files.forEachNew(line -> {});
        int most = scene.random().nextInt(1, 1_000);
        long[] lines = {0};
        try (ForkedJvm jvm = scene.service("exporters=file")
                .main(Ack.class, life, Scene.THREADS)
                .start()) {
            Await.until("exports of " + life, Scene.PATIENCE, () -> {
                files.forEachNew(line -> lines[0] += line.contains("\"" + life + "-") ? 1 : 0);
                return lines[0] >= most;
            });
            jvm.kill();
            ledger.acknowledge(Scene.acknowledged(jvm, life));
        }
    }

    static void readExports(Scene scene, Ledger ledger) {
        for (Path file : new Exported(scene.dir()).files()) {
            Dump.lines(file, line -> ledger.accept(EventLines.parse(line)));
        }
    }
}
