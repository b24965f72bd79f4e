package io.meterweave.journal;

import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordCodec;
import io.meterweave.record.RecordLayout;
import io.meterweave.record.RecordType;
import io.meterweave.ring.Checkpoints;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.DrainableRing;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.UsageTotals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;

/**
 * Moves records from an epoch's ring to its journal, numbers them and seals them. One thread's.
 *
 * <p>Exactly once: each entry carries the stripe and the ring position that it was taken from, and a stripe's bytes are
 * freed after the append. Whatever happens in between (a kill, a journal that refused in the middle of a batch), the
 * record is met again, and dropped because its position is not above the stripe's last journaled one.
 */
public final class JournalWriter {
    /** How many records of a stripe are journaled before its bytes are freed. */
    static final int BATCH = 1024;

    /** How many records are journaled at the most before the ring, with its READ, is forced too. */
    public static final int MOST_UNFORCED = 32 * BATCH;

    private static final int STRIPES_OF_A_SEGMENT = 256;

    private final Journal journal;
    private final Counters counters;
    private final SealOptions seals;
    private final boolean recovering;
    private final Manifest manifest;
    private final RecordCodec codec = new RecordCodec();
    private final ByteBuffer entry =
            ByteBuffer.allocate(RecordLayout.MAX_RECORD_BYTES + 4096).order(ByteOrder.LITTLE_ENDIAN);
    private long[] journaled = new long[STRIPES_OF_A_SEGMENT];
    private long sequence;
    private long usages;
    private final UsageTotals totals = new UsageTotals();
    private long newsSince;
    private boolean refusing;
    private Instant lossesSince = Instant.now();

    /**
     * Begins an epoch's journal, which is empty.
     *
     * @param counters the epoch's
     */
    public JournalWriter(EpochIdentity identity, Journal journal, Counters counters, SealOptions seals) {
        this(new Manifest(identity), journal, counters, seals, 0, false);
    }

    /**
     * Continues a journal behind whatever stands in it.
     *
     * @throws JournalException where its end cannot be read
     */
    public static JournalWriter continuing(EpochIdentity identity, Journal journal, Counters counters) {
        return JournalTail.read(journal, identity, 0).resume(journal, counters);
    }

    /**
     * Continues a journal.
     *
     * @param manifest has followed it to its end
     * @param lastSequence the sequence of its last entry, 0 where it is empty
     * @param recovering whether what comes from the ring came back after a crash
     */
    JournalWriter(
            Manifest manifest,
            Journal journal,
            Counters counters,
            SealOptions seals,
            long lastSequence,
            boolean recovering) {
        this.manifest = manifest;
        this.journal = journal;
        this.counters = counters;
        this.seals = seals;
        this.sequence = lastSequence;
        this.recovering = recovering;
    }

    /** The sequence of the last entry. */
    public long sequence() {
        return sequence;
    }

    /**
     * Up to where neither a recovery nor the next manifest needs to read again. To be asked after a drain that has returned:
     * all of it is freed in the ring then.
     */
    public long settled() {
        return manifest.sealed();
    }

    /** Whether usage is taken from the ring and counted as lost, because there is no room for it. */
    public void refuseUsage(boolean refuse) {
        refusing = refuse;
    }

    /** How many usage records this writer has journaled. */
    public long usages() {
        return usages;
    }

    /** What they come to; it grows with them. */
    public UsageTotals totals() {
        return totals;
    }

    /** Says that the journal holds a stripe's records up to the position. */
    void alreadyJournaled(int stripe, long position) {
        int i = index(stripe);
        journaled[i] = Math.max(journaled[i], position);
    }

    private long journaledUpTo(int stripe) {
        int i = index(stripe); // First: it may make the array anew.
        return journaled[i];
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
    public long drain(DrainableRing ring, Runnable afterEach) {
        return ring.drain(BATCH, (stripe, position, record) -> usage(ring, stripe, position, record), afterEach);
    }

    long drain(DrainableRing ring) {
        return drain(ring, () -> {});
    }

    /**
     * Takes what the ring holds now, a bounded number of records; their bytes are freed once the journal is forced.
     *
     * @return how many bytes of the ring were freed
     * @throws JournalException where the journal refuses; everything not journaled is still in the ring
     */
    public long drainForced(MappedRing ring) {
        return ring.drainForced(
                2 * BATCH, (stripe, position, record) -> usage(ring, stripe, position, record), this::force);
    }

    /** Whether a record's bytes are what was written. */
    boolean isWhole(ByteBuffer record) {
        return codec.fault(record) == null;
    }

    /** Goes on behind holes in a dead ring, whose records are counted as lost; answers whether there were any. */
    boolean passHoles(MappedRing ring) {
        return ring.passHoles(this::journaledUpTo, this::isWhole, missing -> counters.add(Counter.CORRUPT, missing));
    }

    private void usage(DrainableRing ring, int stripe, long position, ByteBuffer record) {
        int i = index(stripe);
        if (position <= journaled[i]) {
            return;
        }
        if (codec.fault(record) != null) {
            counters.add(Counter.CORRUPT, 1);
            journaled[i] = position;
            return;
        }
        if (refusing) {
            counters.add(Counter.QUOTA, 1);
            journaled[i] = position;
            return;
        }
        long time = ring.wallNanos(record.getLong(RecordLayout.START));
        JournalEntry.encodeHead(entry, sequence + 1, RecordType.USAGE, recovering, stripe, position, time);
        record.position(RecordLayout.START);
        entry.put(record).flip();
        try {
            append();
            usages++;
        } catch (MalformedRecordException e) {
            counters.add(Counter.CORRUPT, 1);
        }
        journaled[i] = position;
        if (manifest.events() >= seals.records()) {
            seal("count", false);
        }
    }

    /** Journals what a call used that has not ended: it came back after a crash, and from no ring. */
    void unfinished(Checkpoints.Checkpoint checkpoint) {
        ByteBuffer record = checkpoint.record();
        JournalEntry.encodeHead(
                entry, sequence + 1, RecordType.USAGE, true, JournalEntry.NO_STRIPE, 0, checkpoint.startNanos());
        entry.put(record.slice(RecordLayout.START, record.remaining() - RecordLayout.START))
                .flip();
        try {
            append();
            usages++;
        } catch (MalformedRecordException e) {
            counters.add(Counter.CORRUPT, 1);
        }
    }

    /** Appends the entry that stands in the buffer, and numbers it by that. */
    private void append() throws MalformedRecordException {
        Manifest.Line line = manifest.render(JournalEntry.decode(entry));
        journal.append(entry);
        sequence++;
        if (!manifest.hasNews()) {
            newsSince = System.nanoTime();
        }
        manifest.add(line);
        if (line.usage() != null) {
            totals.add(line.usage());
        }
    }

    /** Journals a lifecycle event. */
    public void lifecycle(byte[] data) {
        event(RecordType.LIFECYCLE, Instant.now(), data);
    }

    /** Journals what was lost since the last time, by reason; nothing where nothing was. */
    public void losses() {
        Instant now = null;
        for (Counter counter : Counter.ALL) {
            long lost = counter.loss() ? counters.get(counter) - manifest.lost(counter) : 0;
            if (lost > 0) {
                now = Instant.now();
                byte[] data = new LossData(counter.word(), lost).json(nanos(lossesSince), nanos(now));
                event(RecordType.LOSS, now, data);
            }
        }
        if (now != null) {
            lossesSince = now;
        }
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
        try {
            append();
        } catch (MalformedRecordException e) {
            throw new IllegalArgumentException(type + ": " + e.getMessage(), e);
        }
    }

    /** Seals what is older than {@code manifest.age} and not sealed yet. */
    public void sealAged() {
        if (manifest.hasNews() && System.nanoTime() - newsSince >= seals.ageNanos()) {
            seal("age", false);
        }
    }

    /**
     * Seals everything; where nothing happened since the last manifest, only to close the epoch, once.
     *
     * @param by {@code shutdown} or {@code recovery}
     * @param close whether the epoch ends with this
     */
    public void seal(String by, boolean close) {
        if (manifest.hasNews() || (close && sequence > 0 && !manifest.isClosed())) {
            event(RecordType.MANIFEST, Instant.now(), manifest.seal(sequence, by, close));
        }
    }

    /** The SHA-256 of the last manifest's line, 64 zeros where there is none. */
    String lastManifestSha256() {
        return manifest.previous();
    }

    /** Forces the journal to the storage device. */
    public void force() {
        journal.force();
    }
}
