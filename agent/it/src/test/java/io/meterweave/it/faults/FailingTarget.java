package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.ForkedJvm;

/**
 * A target that is slow, fails, resets, accepts and says nothing, half of it, or twice, and is killed while it accepts;
 * the JVM that exports to it is killed as well.
 */
final class FailingTarget implements Fault {
    private static final int MOST_BYTES = 400_000;

    @Override
    public String name() {
        return "target slow, failing, accepts and dies, answers twice";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger received = new Ledger();
        String port = "0";
        for (int i = 0; i < scene.lives(); i++) {
            String life = "life" + i;
            HttpTarget target = HttpTarget.start(scene, port, 1 + scene.random().nextInt(1 << 20), "");
            port = target.port();
            try (target;
                    ForkedJvm jvm = scene.service(target.settings())
                            .main(Ack.class, life, Scene.THREADS)
                            .start()) {
                long before = HttpTarget.receivedBytes(scene);
                long most = before + scene.random().nextInt(1, MOST_BYTES);
                Await.until("events at the target", Scene.PATIENCE, () -> HttpTarget.receivedBytes(scene) > most);
                target.jvm().kill();
                Scene.awaitLoad(jvm, jvm.printedBytes() + 1);
                jvm.kill();
                received.acknowledge(Scene.acknowledged(jvm, life));
            }
        }
        try (HttpTarget last = HttpTarget.start(scene, port, 0, "")) {
            assertThat(last.ship()).isZero();
            last.end();
        }
        HttpTarget.read(scene, received);
        Ledger dumped = new Ledger();
        Dump.stream(scene.jdk(), scene.dir(), dumped);
        assertThat(received.events()).isEqualTo(dumped.events());
        return received.row(2 * scene.lives());
    }
}
