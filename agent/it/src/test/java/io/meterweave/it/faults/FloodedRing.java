package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.app.Flood;
import io.meterweave.it.fork.ForkedJvm;

/** The journal cannot append, for somebody else has filled the disk, and a small ring is flooded. */
final class FloodedRing implements Fault {
    private static final int CALLS = 3_000;

    @Override
    public String name() {
        return "ring flooded while the journal is stalled";
    }

    @Override
    public boolean mayLose() {
        return true;
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        SmallDisk disk = new SmallDisk(scene, "16m");
        try (ForkedJvm jvm = disk.service("ring.stripes=2", "ring.size=16KiB", "ring.wait=0ms")
                .main(Flood.class, disk.filler(), "life0", 4, CALLS)
                .start()) {
            jvm.awaitLine("calls=");
            jvm.tell("end");
            assertThat(jvm.await(Scene.PATIENCE).code()).isZero();
            ledger.acknowledge(Scene.acknowledged(jvm, "life0"));
        }
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        assertThat(ledger.told("ring_full")).as("told as ring_full").isPositive();
        assertThat(ledger.told()).as("told, of " + scene).isEqualTo(ledger.lost());
        return ledger.row(1);
    }
}
