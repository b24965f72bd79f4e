package io.meterweave.it.faults;

import io.meterweave.it.Dump;
import io.meterweave.it.Instances;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.ForkedJvm;
import java.nio.file.Path;
import java.util.List;

/** As in a container that is started again: each JVM is process 1, as the dead one was whose locks it meets. */
final class SamePid implements Fault {
    @Override
    public String name() {
        return "SIGKILL of pid 1, adopted by the next pid 1";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        for (int i = 0; i < scene.lives(); i++) {
            String life = "life" + i;
            List<Path> before = Instances.of(scene.dir());
            try (ForkedJvm jvm = scene.service()
                    .under("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc")
                    .main(Ack.class, life, Scene.THREADS)
                    .start()) {
                Scene.awaitLoad(jvm, scene.random().nextInt(1, 40_000));
                Await.until(
                        "adoption by " + life,
                        Scene.PATIENCE,
                        () -> before.stream().allMatch(Scene::adopted));
                jvm.kill();
                ledger.acknowledge(Scene.acknowledged(jvm, life));
            }
        }
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        return ledger.row(scene.lives());
    }
}
