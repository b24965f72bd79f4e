package io.meterweave.it.faults;

import io.meterweave.it.Dump;

/** Each start adopts what the one before left, and is killed in its turn. */
final class KilledWriter implements Fault {
    @Override
    public String name() {
        return "SIGKILL of the writer under load";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        for (int i = 0; i < scene.lives(); i++) {
            ledger.acknowledge(scene.kill(scene.service(), "life" + i));
        }
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        return ledger.row(scene.lives());
    }
}
