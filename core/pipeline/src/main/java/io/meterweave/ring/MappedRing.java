package io.meterweave.ring;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The default ring: files under {@code ring/}, mapped. The first segment is there before anything is woven; spare ones
 * take over when it is full and a caller has waited for {@code ring.wait} (the journal thread is behind, or stalled).
 *
 * <p>Every method but {@link #offer} belongs to the journal thread.
 */
public final class MappedRing implements Ring {
    private static final int MOST_SEGMENTS = 8;

    private static final long FIRST_PAUSE_NANOS = 50_000;
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;
    private static final long STALL_NANOS = 100_000_000;
    private static final long LONGEST_WAIT_NANOS = 1_000_000_000;

    private final File dir;
    private final RingOptions options;
    private final TimeAnchor anchor;
    private final int wakeAt;
    private volatile RingSegment[] segments;
    private volatile @Nullable Thread sleeper;
    private final AtomicLong freed = new AtomicLong();
    private volatile long stalledAt = -1;
    private int refused;

    private MappedRing(File dir, RingOptions options, RingSegment first, TimeAnchor anchor) {
        this.dir = dir;
        this.options = options;
        this.anchor = anchor;
        this.wakeAt = options.stripeBytes() / 2;
        this.segments = new RingSegment[] {first};
    }

    /**
     * Makes the ring of a new epoch.
     *
     * @param dir an empty private directory
     * @throws IOException where the file cannot be made or its pages not allocated
     */
    public static MappedRing create(File dir, RingOptions options) throws IOException {
        RingSegment first = RingSegment.create(file(dir, 0), options.stripes(), options.stripeBytes());
        return new MappedRing(dir, options, first, TimeAnchor.create(first.map()));
    }

    /**
     * Opens the ring of a dead JVM, to be drained. Removes the last segment where its making was not finished.
     *
     * @return null where no ring is left
     * @throws IOException where a file is no ring of this version
     */
    public static @Nullable MappedRing openDead(File dir, RingOptions options) throws IOException {
        RingSegment[] found = new RingSegment[0];
        for (int i = 0; file(dir, i).exists(); i++) {
            if (!file(dir, i + 1).exists() && RingSegment.isUnfinished(file(dir, i))) {
                Files.delete(file(dir, i).toPath());
                break;
            }
            found = Arrays.copyOf(found, i + 1);
            found[i] = RingSegment.open(file(dir, i));
        }
        if (found.length == 0) {
            return null;
        }
        MappedRing ring = new MappedRing(dir, options, found[0], TimeAnchor.read(found[0].map()));
        ring.segments = found;
        return ring;
    }

    private static File file(File dir, int segment) {
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

    /**
     * Parks in slices that double, so that the journal thread gets the processor that it needs to make room: first for
     * {@code ring.wait}, then takes a spare segment. Where those are full too, the callers make more than the journal
     * thread can take: they are held back for as long as it frees anything, up to a second. From a journal thread that has
     * freed nothing for a tenth of a second nothing is expected any more: until it goes on, no other call is held back.
     * With a {@code ring.wait} of 0 nobody ever waits.
     *
     * <p>Parking may use up a permit that was meant for the application, so one is given back: a park that returns for no
     * reason is what every caller of park has to expect. A thread that is interrupted does not park, but yields.
     */
    private boolean offerLate(RingWriter writer, byte[] record, int length) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        boolean stored = false;
        for (long waited = 0; !stored && waited < options.waitNanos(); waited = System.nanoTime() - start) {
            pause(pause);
            pause = longer(pause);
            stored = segments[0].offer(writer, record, length) != 0;
        }
        stored = stored || offerToSpare(writer, record, length) || offerHeldBack(writer, record, length, pause);
        LockSupport.unpark(Thread.currentThread());
        return stored;
    }

    private boolean offerHeldBack(RingWriter writer, byte[] record, int length, long firstPause) {
        long start = System.nanoTime();
        long seen = freed.get();
        long since = start;
        long pause = firstPause;
        long longest = options.waitNanos() == 0 ? 0 : LONGEST_WAIT_NANOS;
        for (long now = start; seen != stalledAt && now - start < longest; now = System.nanoTime()) {
            pause(pause);
            pause = longer(pause);
            if (segments[0].offer(writer, record, length) != 0 || offerToSpare(writer, record, length)) {
                return true;
            }
            long free = freed.get();
            if (free != seen) {
                seen = free;
                since = now;
            } else if (now - since >= STALL_NANOS) {
                stalledAt = seen;
            }
        }
        return false;
    }

    private void pause(long nanos) {
        wake();
        if (Thread.currentThread().isInterrupted()) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private static long longer(long pause) {
        return Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }

    private boolean offerToSpare(RingWriter writer, byte[] record, int length) {
        RingSegment[] all = segments;
        for (int i = 1; i < all.length; i++) {
            if (all[i].offer(writer, record, length) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Wakes the journal thread; from any thread. */
    public void wake() {
        Thread t = sleeper;
        if (t != null) {
            // Once is enough: a thread that has been unparked may be long in getting a processor.
            sleeper = null;
            LockSupport.unpark(t);
        }
    }

    /** Parks the journal thread until the time is over or a stripe is filling up. */
    public void await(long nanos) {
        sleeper = Thread.currentThread();
        LockSupport.parkNanos(this, nanos);
        sleeper = null;
    }

    /** Keeps an empty spare segment ready; at most {@value #MOST_SEGMENTS} segments in all. */
    public void keepSpare() throws IOException {
        RingSegment[] all = segments;
        if (all.length == MOST_SEGMENTS || (all.length > 1 && all[all.length - 1].isEmpty())) {
            return;
        }
        RingSegment spare = RingSegment.create(file(dir, all.length), options.stripes(), options.stripeBytes());
        RingSegment[] more = Arrays.copyOf(all, all.length + 1);
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
    public long drain(int mostPerStripe, RingSink sink, Runnable batch) {
        long bytes = 0;
        RingSegment[] all = segments;
        int first = refused >>> 16;
        int stripe = refused & 0xffff;
        for (int i = 0; i <= all.length; i++) {
            int segment = (first + i) % all.length;
            int from = i == 0 ? stripe : 0;
            int to = i == all.length ? stripe : all[segment].stripes();
            bytes += drain(all[segment], segment << 16, from, to, mostPerStripe, sink, batch);
        }
        refused = 0;
        return bytes;
    }

    private long drain(RingSegment segment, int id, int first, int end, int most, RingSink sink, Runnable batch) {
        long bytes = 0;
        RingSink tagged = id == 0 ? sink : (stripe, position, record) -> sink.accept(id | stripe, position, record);
        for (int stripe = first; stripe < end; stripe++) {
            long from = segment.freed(stripe);
            refused = id | stripe;
            long to = segment.drain(stripe, most, tagged);
            if (to != from) {
                batch.run();
                segment.free(stripe, to);
                freed.addAndGet(to - from);
                bytes += to - from;
            }
        }
        return bytes;
    }

    /** Has the next {@link #drain} begin with a stripe, {@code segment << 16 | stripe}: one that may not be freed yet. */
    public void beginWith(int stripe) {
        RingSegment[] all = segments;
        int segment = stripe >>> 16;
        if (segment < all.length && (stripe & 0xffff) < all[segment].stripes()) {
            refused = stripe;
        }
    }

    /** How many stripes of a dead ring end at bytes that are no header: at least one record each is lost. */
    public int damagedStripes() {
        int damaged = 0;
        for (RingSegment segment : segments) {
            damaged += segment.damagedStripes();
        }
        return damaged;
    }

    /** Frees stripes whose holder died in the critical section; answers how many. */
    public int freeDeadHolders() {
        int found = 0;
        for (RingSegment segment : segments) {
            found += segment.freeDeadHolders();
        }
        return found;
    }

    /** Relates the two clocks anew. */
    public void refreshAnchor() {
        anchor.refresh();
    }

    /** The wall clock, in nanoseconds since 1970, at a {@link System#nanoTime} of the JVM that the ring belongs to. */
    public long wallNanos(long nanoTime) {
        return anchor.wallNanos(nanoTime);
    }
}
