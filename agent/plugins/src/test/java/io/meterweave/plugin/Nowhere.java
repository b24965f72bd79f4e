package io.meterweave.plugin;

import io.meterweave.ring.Counter;
import io.meterweave.ring.Ring;
import io.meterweave.ring.RingWriter;

/** Takes records, and allocates nothing. */
final class Nowhere implements Ring {
    @Override
    public boolean offer(RingWriter writer, byte[] record, int length) {
        return true;
    }

    @Override
    public Counter refusal() {
        return Counter.RING_FULL;
    }
}
