package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.ForkedJvm;

/** A disk that fills up with usage; the JVM ends in order or is killed there. What was lost is told to the last call. */
final class FullDisk implements Fault {
    private static final int CALLS = 4_000;

    @Override
    public String name() {
        return "full disk: 6 MiB of tmpfs";
    }

    @Override
    public boolean mayLose() {
        return true;
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        SmallDisk disk = new SmallDisk(scene, "6m");
        try (ForkedJvm jvm = disk.service("ring.stripes=8", "ring.size=16KiB")
                .main(Ack.class, "life0", Scene.THREADS, CALLS)
                .start()) {
            jvm.awaitLine("calls=");
            if (scene.random().nextBoolean()) {
                jvm.kill();
            } else {
                jvm.tell("end");
                assertThat(jvm.await(Scene.PATIENCE).code()).isZero();
            }
            ledger.acknowledge(Scene.acknowledged(jvm, "life0"));
        }
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        assertThat(ledger.lost()).as("a disk that was full").isPositive();
        assertThat(ledger.told()).as("told, of " + scene).isEqualTo(ledger.lost());
        return ledger.row(1);
    }
}
