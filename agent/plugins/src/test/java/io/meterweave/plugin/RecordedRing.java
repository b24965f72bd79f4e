package io.meterweave.plugin;

import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.UsageRecord;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.Ring;
import io.meterweave.ring.RingWriter;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes the records of this JVM's calls, decoded. */
final class RecordedRing implements Ring {
    private final List<UsageRecord> records = new CopyOnWriteArrayList<>();
    private final Counters counters;
    private int sound = Integer.MAX_VALUE;

    private RecordedRing(Counters counters) {
        this.counters = counters;
    }

    static RecordedRing begin(File counters) throws IOException {
        RecordedRing ring = new RecordedRing(Counters.open(counters));
        Metering.begin(ring, ring.counters, Map.of(), line -> {});
        return ring;
    }

    /** Has it throw from the record behind so many on. */
    void failAfter(int records) {
        sound = records;
    }

    @Override
    public boolean offer(RingWriter writer, byte[] record, int length) {
        if (records.size() == sound) {
            throw new IllegalStateException("as asked");
        }
        try {
            records.add(RecordCodec.decode(ByteBuffer.wrap(record, RecordLayout.START, length - RecordLayout.START)
                    .slice()));
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
        return true;
    }

    @Override
    public Counter refusal() {
        return Counter.RING_FULL;
    }

    /** What has come since this was asked last, in the order in which the calls ended. */
    List<UsageRecord> take() {
        List<UsageRecord> taken = List.copyOf(records);
        records.clear();
        return taken;
    }

    long count(Counter counter) {
        return counters.get(counter);
    }
}
