package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Instances;
import io.meterweave.it.app.Ack;
import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.ForkedJvm;
import java.nio.file.Path;

/** A JVM that stands still under load lives: another one that starts meanwhile, and ends, takes nothing of it over. */
final class StoppedAndContinued implements Fault {
    private static final int MORE_BYTES = 50_000;

    @Override
    public String name() {
        return "SIGSTOP, another JVM, SIGCONT under load, then SIGKILL";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        for (int i = 0; i < scene.lives(); i++) {
            String life = "life" + i;
            try (ForkedJvm jvm =
                    scene.service().main(Ack.class, life, Scene.THREADS).start()) {
                Scene.awaitLoad(jvm, scene.random().nextInt(1, MORE_BYTES));
                Path live = youngest(scene);
                jvm.signal("STOP");
                assertThat(scene.service()
                                .main(Endings.class, "return", 100)
                                .run()
                                .code())
                        .isZero();
                assertThat(Scene.adopted(live)).isFalse();
                jvm.signal("CONT");
                Scene.awaitLoad(jvm, jvm.printedBytes() + scene.random().nextInt(1, MORE_BYTES));
                jvm.kill();
                ledger.acknowledge(Scene.acknowledged(jvm, life));
            }
        }
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        return ledger.row(scene.lives());
    }

    private static Path youngest(Scene scene) {
        var all = Instances.of(scene.dir());
        return all.get(all.size() - 1);
    }
}
