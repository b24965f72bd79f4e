package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.EventLines;
import io.meterweave.it.Exported;
import io.meterweave.it.app.Ack;
import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;

/** An orderly end in the midst of calls, which go on until the JVM is gone; the next start ships the rest. */
final class TerminatedUnderLoad implements Fault {
    private static final int SIGTERM = 128 + 15;

    @Override
    public String name() {
        return "SIGTERM under load";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger exported = new Ledger();
        for (int i = 0; i < scene.lives(); i++) {
            String life = "life" + i;
            try (ForkedJvm jvm =
                    scene.service("exporters=file").main(Ack.class, life, 2).start()) {
                Scene.awaitLoad(jvm, scene.random().nextInt(1, 40_000));
                jvm.signal("TERM");
                Exit exit = jvm.await(Scene.PATIENCE);
                assertThat(exit.code()).as(exit.stderr()).isEqualTo(SIGTERM);
                exported.acknowledge(Scene.acknowledged(jvm, life));
            }
        }
        try (ForkedJvm next =
                scene.service("exporters=file").main(Endings.class, "wait", 1).start()) {
            Exported files = new Exported(scene.dir());
            Await.until("what the last one left", Scene.PATIENCE, () -> {
                files.forEachNew(line -> exported.accept(EventLines.parse(line)));
                return exported.hasAll();
            });
            next.tell("end");
            assertThat(next.await(Scene.PATIENCE).code()).isZero();
        }
        Ledger dumped = new Ledger();
        Dump.stream(scene.jdk(), scene.dir(), dumped);
        assertThat(dumped.events().containsAll(exported.events())).isTrue();
        return exported.row(scene.lives());
    }
}
