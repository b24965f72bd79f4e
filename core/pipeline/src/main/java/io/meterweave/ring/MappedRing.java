package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The default ring: files under {@code ring/}, mapped. The first segment is there before anything is woven; spare ones
 * take over when it is full and a caller has waited for {@code ring.wait} (the journal thread is behind, or stalled).
 *
 * <p>Every method but {@link #offer} belongs to the journal thread.
 */
public final class MappedRing extends WaitingRing {
    /** How the name of a file ends that was set aside. */
    public static final String DAMAGED = ".damaged";

    static final int MOST_SEGMENTS = 8;

    private final File dir;
    private final RingOptions options;
    private final TimeAnchor anchor;
    private final int wakeAt;
    private volatile RingSegment[] segments;
    private int damagedFiles;
    private int refused;
    private int turn;

    private MappedRing(File dir, RingOptions options, List<RingSegment> segments, TimeAnchor anchor) {
        super(options.waitNanos());
        this.dir = dir;
        this.options = options;
        this.anchor = anchor;
        this.wakeAt = options.stripeBytes() / 2;
        this.segments = segments.toArray(new RingSegment[0]);
    }

    /**
     * Makes the ring of a new epoch.
     *
     * @param dir an empty private directory
     * @throws IOException where the file cannot be made or its pages not allocated
     */
    public static MappedRing create(File dir, RingOptions options) throws IOException {
        RingSegment first = RingSegment.create(file(dir, 0), options.stripes(), options.stripeBytes());
        return new MappedRing(dir, options, List.of(first), TimeAnchor.create(first.map()));
    }

    /**
     * Opens the ring of a dead JVM, to be drained. Removes the last segment where its making was not finished. A file that
     * is damaged as a whole is set aside, {@code .damaged}, so that it does not strand the others.
     *
     * @return null where no ring is left
     * @throws IOException where a file cannot be read
     */
    public static @Nullable MappedRing openDead(File dir, RingOptions options) throws IOException {
        List<RingSegment> found = new ArrayList<>();
        int damaged = 0;
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            File file = file(dir, i);
            if (!file.exists()) {
                damaged += RingDamage.aside(file).exists() ? 1 : 0;
            } else if (!file(dir, i + 1).exists() && RingDamage.isUnfinished(file)) {
                Files.delete(file.toPath());
            } else {
                try {
                    RingSegment segment = RingSegment.open(file);
                    segment.id = i << 16;
                    found.add(segment);
                } catch (RingDamagedException e) {
                    RingDamage.setAside(file);
                    damaged++;
                }
            }
        }
        if (found.isEmpty() && damaged == 0) {
            return null;
        }
        MappedRing ring = new MappedRing(dir, options, found, TimeAnchor.read(found));
        ring.damagedFiles = damaged;
        return ring;
    }

    static File file(File dir, int segment) {
        return new File(dir, "000" + segment + ".ring");
    }

    @Override
    public boolean offer(RingWriter writer, byte[] record, int length) {
        int used = segments[0].offer(writer, record, length);
        if (used == 0) {
            return offerLate(writer, record, length);
        }
        if (used > wakeAt) {
            wake();
        }
        return true;
    }

    @Override
    boolean offerAgain(RingWriter writer, byte[] record, int length) {
        return segments[0].offer(writer, record, length) != 0;
    }

    @Override
    boolean offerToSpare(RingWriter writer, byte[] record, int length) {
        RingSegment[] all = segments;
        for (int i = 1; i < all.length; i++) {
            if (all[i].offer(writer, record, length) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Keeps an empty spare segment ready; at most {@value #MOST_SEGMENTS} segments in all. */
    public void keepSpare() throws IOException {
        RingSegment[] all = segments;
        if (all.length == MOST_SEGMENTS || (all.length > 1 && all[all.length - 1].isEmpty())) {
            return;
        }
        RingSegment spare = RingSegment.create(file(dir, all.length), options.stripes(), options.stripeBytes());
        RingSegment[] more = Arrays.copyOf(all, all.length + 1);
        spare.id = all.length << 16;
        more[all.length] = spare;
        segments = more;
    }

    /**
     * Drains a bounded number of records of every stripe, in index order, and frees a stripe's bytes once {@code batch}
     * has said that they are safe. After a failure it begins with the stripe that failed: what was taken from it and not
     * freed stays among the last that was taken at all.
     *
     * @return how many bytes were freed
     */
    @Override
    public long drain(int mostPerStripe, RingSink sink, Runnable batch) {
        RingSegment[] all = segments;
        if (all.length == 0) {
            return 0;
        }
        long bytes = 0;
        int first = refused >>> 16;
        int stripe = refused & 0xffff;
        for (int i = 0; i <= all.length; i++) {
            int segment = (first + i) % all.length;
            int from = i == 0 ? stripe : 0;
            int to = i == all.length ? stripe : all[segment].stripes();
            bytes += drain(all[segment], segment, from, to, mostPerStripe, sink, batch);
        }
        refused = 0;
        return bytes;
    }

    private long drain(RingSegment segment, int index, int first, int end, int most, RingSink sink, Runnable batch) {
        long bytes = 0;
        RingSink tagged = tagged(segment, sink);
        for (int stripe = first; stripe < end; stripe++) {
            long from = segment.freed(stripe);
            refused = index << 16 | stripe;
            long to = segment.drain(stripe, most, tagged);
            if (to != from) {
                batch.run();
                segment.free(stripe, to);
                freed(to - from);
                bytes += to - from;
            }
        }
        return bytes;
    }

    private static RingSink tagged(RingSegment segment, RingSink sink) {
        int id = segment.id;
        return id == 0 ? sink : (stripe, position, record) -> sink.accept(id | stripe, position, record);
    }

    /** Has the next {@link #drain} begin with a stripe, {@code segment << 16 | stripe}: one that may not be freed yet. */
    public void beginWith(int stripe) {
        RingSegment[] all = segments;
        for (int i = 0; i < all.length; i++) {
            if (all[i].id == (stripe & ~0xffff) && (stripe & 0xffff) < all[i].stripes()) {
                refused = i << 16 | (stripe & 0xffff);
            }
        }
    }

    /**
     * Takes a bounded number of records from the stripes in turn, and frees their bytes together once {@code force} has
     * put them on the device: for a journal whose forces are dear.
     *
     * @param most about how many records
     * @return how many bytes were freed
     */
    public long drainForced(int most, RingSink sink, Runnable force) {
        RingSegment[] all = segments;
        int perSegment = options.stripes();
        long[] reached = new long[all.length * perSegment];
        Arrays.fill(reached, -1);
        int[] taken = {0};
        int slot = turn < reached.length ? turn : 0;
        for (int i = 0; i < reached.length && taken[0] < most; i++, slot = (slot + 1) % reached.length) {
            RingSegment segment = all[slot / perSegment];
            RingSink tagged = tagged(segment, sink);
            reached[slot] = segment.drain(slot % perSegment, most - taken[0], (stripe, position, record) -> {
                tagged.accept(stripe, position, record);
                taken[0]++;
            });
        }
        long bytes = 0;
        if (taken[0] > 0) {
            force.run();
            for (int s = 0; s < reached.length; s++) {
                RingSegment segment = all[s / perSegment];
                int stripe = s % perSegment;
                if (reached[s] > segment.freed(stripe)) {
                    bytes += reached[s] - segment.freed(stripe);
                    segment.free(stripe, reached[s]);
                }
            }
            freed(bytes);
        }
        turn = slot;
        return bytes;
    }

    /** Forces what callers have written to the storage device. */
    public void force() throws IOException {
        for (int i = 0; i < segments.length; i++) {
            PrivateFiles.force(file(dir, i));
        }
    }

    /** Has the stripes of a dead ring drained only up to what is not whole: its length leads nowhere. */
    public void endAtDamage(Predicate<ByteBuffer> sound) {
        for (RingSegment segment : segments) {
            segment.sound = sound;
        }
    }

    /**
     * Goes on behind holes in a dead ring, which damaged pages have torn.
     *
     * @param journaled the position up to which the journal holds a stripe's records, by the stripe's number in the sink
     * @param sound whether a record is whole
     * @param missing is told how many records are missing in each hole, at least, before it is passed
     * @return whether anything was found behind a hole
     */
    public boolean passHoles(IntToLongFunction journaled, Predicate<ByteBuffer> sound, LongConsumer missing) {
        boolean passed = false;
        for (RingSegment segment : segments) {
            for (int stripe = 0; stripe < segment.stripes(); stripe++) {
                passed |= RingDamage.pass(segment, stripe, journaled.applyAsLong(segment.id | stripe), sound, missing);
            }
        }
        return passed;
    }

    /** How many stripes of a dead ring end at bytes that are no header, and files are damaged: a record each is lost, at least. */
    public int damages() {
        int damaged = damagedFiles;
        for (RingSegment segment : segments) {
            damaged += RingDamage.stripes(segment);
        }
        return damaged;
    }

    @Override
    public boolean isEmpty() {
        for (RingSegment segment : segments) {
            if (!segment.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Frees stripes whose holder died in the critical section; answers how many. */
    public int freeDeadHolders() {
        return Arrays.stream(segments).mapToInt(RingSegment::freeDeadHolders).sum();
    }

    @Override
    public void refreshAnchor() {
        anchor.refresh();
    }

    @Override
    public long wallNanos(long nanoTime) {
        return anchor.wallNanos(nanoTime);
    }
}
