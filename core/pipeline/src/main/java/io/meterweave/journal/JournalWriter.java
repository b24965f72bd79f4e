package io.meterweave.journal;

import io.meterweave.record.CloudEventWriter;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.JsonText;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.RecordType;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;

/**
 * Moves records from an epoch's ring to its journal and numbers them. One thread's.
 *
 * <p>Exactly once: each entry carries the stripe and the ring position that it was taken from, and a stripe's bytes are
 * freed after the append. Whatever happens in between (a kill, a journal that refused in the middle of a batch), the
 * record is met again, and dropped because its position is not above the stripe's last journaled one.
 */
public final class JournalWriter {
    /** How many records of a stripe are journaled before its bytes are freed. */
    static final int BATCH = 1024;

    private static final int STRIPES_OF_A_SEGMENT = 256;

    private final Journal journal;
    private final Counters counters;
    private final boolean recovering;
    private final RecordCodec codec = new RecordCodec();
    private final ByteBuffer entry =
            ByteBuffer.allocate(RecordLayout.MAX_RECORD_BYTES + 4096).order(ByteOrder.LITTLE_ENDIAN);
    private long[] journaled = new long[STRIPES_OF_A_SEGMENT];
    private long sequence;
    private long usages;
    private Instant lossesSince = Instant.now();

    /**
     * Continues a journal.
     *
     * @param counters the epoch's
     * @param lastSequence the sequence of its last entry, 0 where it is empty
     * @param recovering whether what comes from the ring came back after a crash
     */
    public JournalWriter(Journal journal, Counters counters, long lastSequence, boolean recovering) {
        this.journal = journal;
        this.counters = counters;
        this.sequence = lastSequence;
        this.recovering = recovering;
    }

    /** The sequence of the last entry. */
    public long sequence() {
        return sequence;
    }

    /** How many usage records this writer has journaled. */
    public long usages() {
        return usages;
    }

    /** Says that the journal holds a stripe's records up to the position. */
    void alreadyJournaled(int stripe, long position) {
        int i = index(stripe);
        journaled[i] = Math.max(journaled[i], position);
    }

    private int index(int stripe) {
        int i = (stripe >>> 16) * STRIPES_OF_A_SEGMENT + (stripe & 0xffff);
        if (i >= journaled.length) {
            journaled = Arrays.copyOf(journaled, (i / STRIPES_OF_A_SEGMENT + 1) * STRIPES_OF_A_SEGMENT);
        }
        return i;
    }

    /**
     * Takes what the ring holds now, at most {@value #BATCH} records of each stripe.
     *
     * @param afterEach run after each stripe's batch
     * @return how many bytes of the ring were freed
     * @throws JournalException where the journal refuses; everything not journaled is still in the ring
     */
    public long drain(MappedRing ring, Runnable afterEach) {
        return ring.drain(BATCH, (stripe, position, record) -> usage(ring, stripe, position, record), afterEach);
    }

    long drain(MappedRing ring) {
        return drain(ring, () -> {});
    }

    private void usage(MappedRing ring, int stripe, long position, ByteBuffer record) {
        int i = index(stripe);
        if (position <= journaled[i]) {
            return;
        }
        if (codec.fault(record) != null) {
            counters.add(Counter.CORRUPT, 1);
            journaled[i] = position;
            return;
        }
        long time = ring.wallNanos(record.getLong(RecordLayout.START));
        JournalEntry.encodeHead(entry, sequence + 1, RecordType.USAGE, recovering, stripe, position, time);
        record.position(RecordLayout.START);
        entry.put(record).flip();
        journal.append(entry);
        sequence++;
        usages++;
        journaled[i] = position;
    }

    /** Journals a lifecycle event. */
    public void lifecycle(byte[] data) {
        event(RecordType.LIFECYCLE, Instant.now(), data);
    }

    /** Journals what was lost since the last time, by reason; nothing where nothing was. */
    public void losses() {
        Instant now = null;
        for (Counter counter : Counter.ALL) {
            if (counter.loss() && counters.unaccounted(counter) != 0) {
                now = Instant.now();
                long lost = counters.intend(counter, sequence + 1);
                byte[] data = new JsonText()
                        .open()
                        .put("reason", counter.word())
                        .put("lost_count", lost)
                        .put("first_time", time(lossesSince))
                        .put("last_time", time(now))
                        .close()
                        .bytes();
                try {
                    event(RecordType.LOSS, now, data);
                } catch (RuntimeException | Error e) {
                    counters.withdraw(counter);
                    throw e;
                }
                counters.account(counter);
            }
        }
        if (now != null) {
            lossesSince = now;
        }
    }

    private static String time(Instant instant) {
        return CloudEventWriter.time(nanos(instant));
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private void event(RecordType type, Instant time, byte[] data) {
        JournalEntry.encodeHead(entry, sequence + 1, type, false, JournalEntry.NO_STRIPE, 0, nanos(time));
        if (data.length > entry.remaining()) {
            throw new IllegalArgumentException(type + " of " + data.length + " bytes");
        }
        entry.put(data).flip();
        journal.append(entry);
        sequence++;
    }

    /** Forces the journal to the storage device. */
    public void force() {
        journal.force();
    }
}
