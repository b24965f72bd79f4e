package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Instances;
import io.meterweave.it.fork.Trees;
import java.nio.file.Path;

/**
 * In the ring of a killed JVM, in the midst of each stripe's records, a page becomes zeros and bits flip. What is missing
 * is counted to the last call: the ordinals on both sides of a hole tell.
 */
final class DamagedRing implements Fault {
    private static final int STRIPES = 4;
    private static final int STRIPE_BYTES = 4 << 20;
    private static final int DATA = 8192;
    private static final int FLIPS = 3;
    private static final int CALLS = 1_500;

    @Override
    public String name() {
        return "zeroed pages and flipped bits in a dead ring";
    }

    @Override
    public boolean mayLose() {
        return true;
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        // Synced once an hour, the journal thread leaves in the ring what does not fill half a stripe.
        ledger.acknowledge(scene.killIdle(
                scene.service(
                        "journal.sync=1h", "ring.stripes=" + STRIPES, "ring.size=" + (STRIPE_BYTES >> 20) + "MiB"),
                "life0",
                STRIPES,
                CALLS));
        Path instance = Instances.of(scene.dir()).get(0);
        Strokes ring = new Strokes(Trees.files(instance, "0000.ring").get(0), scene.random());
        int injected = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            int from = DATA + stripe * STRIPE_BYTES;
            int used = ring.used(from, from + STRIPE_BYTES) - from;
            if (used > 16 * Strokes.PAGE) {
                ring.zeroPage(from + used / 8, from + used / 8 * 7);
                ring.flip(FLIPS, from + used / 8, from + used / 8 * 7);
                injected += 1 + FLIPS;
            }
        }
        assertThat(injected).as("damage to the ring").isPositive();
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        assertThat(ledger.told("corrupt")).as("told, of " + scene).isEqualTo(ledger.lost());
        return ledger.row(injected);
    }
}
