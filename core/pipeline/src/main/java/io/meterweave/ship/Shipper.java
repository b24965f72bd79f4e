package io.meterweave.ship;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.Journal;
import io.meterweave.ring.Counters;
import io.meterweave.ring.ExporterStat;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings epochs' events to one exporter, on a thread of its own: {@code meterweave-ship-<name>}.
 *
 * <p>A batch is gathered from all epochs until it is full or old enough ({@link Pace}), delivered, and acknowledged by moving
 * the cursors. A batch that fails is delivered again, the same events in the same order, until it succeeds or the process
 * ends; the next life of the JVM then begins behind the last acknowledged one. What the target refuses for good is on the
 * device among the dead letters before a cursor moves past it: no event is passed that is in neither place. An epoch whose journal cannot be read on
 * is left aside: the others are not held up by it.
 */
public final class Shipper implements Runnable {
    /** Is told, on the shipping thread and once, how the shipping of an epoch that does not grow any more has ended. */
    public interface Ending {
        /**
         * The epoch's journal is no longer read.
         *
         * @param complete whether all of it is acknowledged; what is not is shipped at a later start
         */
        void ended(boolean complete);
    }

    private static final long IDLE_NANOS = 250_000_000L;
    private static final long LONGEST_IDLE_NANOS = 2_000_000_000L;

    private final String name;
    private final UsageExporter exporter;
    private final Counters counters;
    private final Consumer<String> complaints;
    private final Pace pace;
    private final Gathering gathering;
    private volatile @Nullable Thread thread;
    private final Patience patience = new Patience();
    private final Delivery delivery;
    private final Refusals refusals;
    private final AtomicLong shipped = new AtomicLong();
    private volatile long oldestMillis;
    private ExporterStat stat = ExporterStat.NOWHERE;

    /** Makes a shipper of the default pace. */
    public Shipper(String name, UsageExporter exporter, Counters counters, Consumer<String> complaints) {
        this(name, exporter, counters, complaints, Pace.DEFAULT);
    }

    /**
     * Makes a shipper.
     *
     * @param name the exporter's name in the configuration
     * @param counters of the epoch that this process writes
     * @param complaints takes one line when deliveries begin to fail
     */
    public Shipper(String name, UsageExporter exporter, Counters counters, Consumer<String> complaints, Pace pace) {
        this(name, exporter, counters, complaints, pace, new Backoff());
    }

    Shipper(
            String name,
            UsageExporter exporter,
            Counters counters,
            Consumer<String> complaints,
            Pace pace,
            Backoff backoff) {
        this.name = name;
        this.exporter = exporter;
        this.counters = counters;
        this.complaints = complaints;
        this.pace = pace;
        this.gathering = new Gathering(name, pace, complaints);
        this.refusals = new Refusals(name, counters, complaints, patience, backoff);
        RateLimit limit = new RateLimit(pace.rate(), System::nanoTime);
        this.delivery = new Delivery(name, exporter, complaints, patience, backoff, limit);
    }

    /** Says where the thread tells what it is doing; before it starts. */
    public void tellIn(ExporterStat line) {
        stat = line;
        refusals.tellIn(line);
        delivery.onFailure(message -> line.failed(message, System.currentTimeMillis()));
    }

    /**
     * Adds an epoch to ship; from any thread.
     *
     * @param refused takes what the exporter's target refuses of it
     * @param ending for an epoch that does not grow any more; null for the epoch of this process
     * @throws IOException where its cursor cannot be opened
     */
    public void add(EpochIdentity identity, Journal journal, Path cursor, DeadLetters refused, @Nullable Ending ending)
            throws IOException {
        refusals.keepIn(identity.epoch(), refused);
        gathering.add(new EpochFeed(identity, journal, Cursor.open(cursor), counters, ending));
    }

    /**
     * Adds the epoch of this process, where it is kept in memory; from any thread. There is no place for dead letters then:
     * usage that is refused for good is counted as lost.
     */
    public void addInMemory(EpochIdentity identity, Journal journal) throws IOException {
        gathering.add(new EpochFeed(identity, journal, Cursor.inMemory(), counters, null));
    }

    /** Asks the thread to deliver what is there, for at most so long, and to end. */
    public void stop(long nanos) {
        patience.end(nanos);
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            Batch batch = new Batch();
            while (gather(batch) && deliver(batch)) {
                gathering.acknowledge();
                tellDelivered();
                batch.clear();
            }
        } catch (IOException | RuntimeException | Error e) {
            stat.failed("has stopped: " + e, System.currentTimeMillis());
            complaints.accept("exporter " + name + " has stopped: " + e
                    + (refusals.haveAPlace()
                            ? "; usage stays in the journal and is shipped at the next start"
                            : "; usage stays in memory and is lost when the JVM ends"));
        } finally {
            try {
                exporter.close();
            } finally {
                gathering.close();
            }
        }
    }

    /** Fills the batch; answers false where the thread is to end: nothing is left, or no time. */
    private boolean gather(Batch batch) {
        long first = System.nanoTime();
        long look = Math.min(IDLE_NANOS, pace.batchAgeNanos());
        long longestIdle = Math.min(LONGEST_IDLE_NANOS, 2 * pace.batchAgeNanos());
        long idle = look / 2;
        while (true) {
            boolean last = patience.isEnding();
            if (patience.isOver()) {
                return false;
            }
            boolean full = gathering.look(batch);
            tellDelivered();
            tellOldest();
            if (last || full) {
                return !batch.isEmpty();
            }
            long now = System.nanoTime();
            if (batch.isEmpty()) {
                first = now;
                // A look at a journal with nothing new opens its newest file: not more often than need be.
                idle = Math.min(idle * 2, longestIdle);
            } else {
                idle = Math.min(look, pace.batchAgeNanos() - (now - first));
            }
            if (idle <= 0) {
                return true;
            }
            LockSupport.parkNanos(this, idle);
        }
    }

    private void tellDelivered() {
        for (EpochFeed feed : gathering.feeds()) {
            if (feed.isLive()) {
                stat.delivered(shipped.get(), refusals.count(), feed.acknowledged());
            }
        }
    }

    /** After a look only: between an acknowledgement and the next look nobody knows what waits. */
    private void tellOldest() {
        long oldest = gathering.oldest();
        oldestMillis = oldest == 0 ? 0 : Math.max(1, oldest / 1_000_000);
        stat.oldest(oldestMillis);
    }

    /** Answers false where the time is over before each event of the batch is accepted or kept as a dead letter. */
    private boolean deliver(Batch batch) {
        List<Refused> refused = delivery.deliver(batch.events());
        if (refused == null || !refusals.keep(refused)) {
            return false;
        }
        shipped.addAndGet(batch.size() - refused.size());
        return true;
    }

    /**
     * Of when the oldest event is that was read and is not acknowledged, in milliseconds since 1970; 0 where there is none. From any
     * thread, also while this one waits for the target.
     */
    public long oldest() {
        return oldestMillis;
    }

    /** How many events were accepted; for when the thread has ended. */
    public long shipped() {
        return shipped.get();
    }

    /** How many events were refused and kept as dead letters; for when the thread has ended. */
    public long refused() {
        return refusals.count();
    }
}
