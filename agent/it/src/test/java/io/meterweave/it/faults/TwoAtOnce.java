package io.meterweave.it.faults;

import io.meterweave.it.Dump;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.ForkedJvm;

/** Two JVMs of one service start on one directory at the same moment, race for what the last two left, and die. */
final class TwoAtOnce implements Fault {
    private static final int MOST_BYTES = 60_000;

    @Override
    public String name() {
        return "two JVMs on one directory at once, both SIGKILLed";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        for (int i = 0; i < scene.lives(); i += 2) {
            String first = "life" + i;
            String second = "life" + (i + 1);
            try (ForkedJvm one = scene.service()
                            .main(Ack.class, first, Scene.THREADS)
                            .start();
                    ForkedJvm two = scene.service()
                            .main(Ack.class, second, Scene.THREADS)
                            .start()) {
                Scene.awaitLoad(one, scene.random().nextInt(1, MOST_BYTES));
                Scene.awaitLoad(two, scene.random().nextInt(1, MOST_BYTES));
                one.kill();
                two.kill();
                ledger.acknowledge(Scene.acknowledged(one, first));
                ledger.acknowledge(Scene.acknowledged(two, second));
            }
        }
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        return ledger.row(scene.lives() + scene.lives() % 2);
    }
}
