package io.meterweave.ship;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalException;
import io.meterweave.record.RecordType;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.ExporterStat;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings epochs' events to one exporter, on a thread of its own: {@code meterweave-ship-<name>}.
 *
 * <p>A batch is gathered until it is full or {@value #MOST_AGE_MILLIS} ms old, delivered, and acknowledged by moving the
 * cursors. A batch that fails is delivered again, the same events in the same order, until it succeeds or the process
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

    private static final int MOST_EVENTS = 2_000;
    private static final long MOST_AGE_MILLIS = 1_000;
    private static final long IDLE_NANOS = 250_000_000L;
    private static final long LONGEST_IDLE_NANOS = 2_000_000_000L;

    private final String name;
    private final UsageExporter exporter;
    private final Counters counters;
    private final Consumer<String> complaints;
    private final Queue<EpochFeed> arriving = new ConcurrentLinkedQueue<>();
    private final List<EpochFeed> feeds = new ArrayList<>();
    private final Backoff backoff;
    private volatile @Nullable Thread thread;
    private final Patience patience = new Patience();
    private final Delivery delivery;
    private final Map<String, DeadLetters> letters = new ConcurrentHashMap<>();
    private final AtomicLong shipped = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private ExporterStat stat = ExporterStat.NOWHERE;

    /**
     * Makes a shipper.
     *
     * @param name the exporter's name in the configuration
     * @param counters of the epoch that this process writes
     * @param complaints takes one line when deliveries begin to fail
     */
    public Shipper(String name, UsageExporter exporter, Counters counters, Consumer<String> complaints) {
        this(name, exporter, counters, complaints, new Backoff());
    }

    Shipper(String name, UsageExporter exporter, Counters counters, Consumer<String> complaints, Backoff backoff) {
        this.name = name;
        this.exporter = exporter;
        this.counters = counters;
        this.complaints = complaints;
        this.backoff = backoff;
        this.delivery = new Delivery(name, exporter, complaints, patience, backoff);
    }

    /** Says where the thread tells what it is doing; before it starts. */
    public void tellIn(ExporterStat line) {
        stat = line;
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
        letters.put(identity.epoch(), refused);
        arriving.add(new EpochFeed(identity, journal, Cursor.open(cursor), counters, ending));
    }

    /**
     * Adds the epoch of this process, where it is kept in memory; from any thread. There is no place for dead letters then:
     * usage that is refused for good is counted as lost.
     */
    public void addInMemory(EpochIdentity identity, Journal journal) throws IOException {
        arriving.add(new EpochFeed(identity, journal, Cursor.inMemory(), counters, null));
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
            List<UsageEvent> batch = new ArrayList<>();
            while (gather(batch)) {
                if (!deliver(batch)) {
                    break;
                }
                for (EpochFeed feed : feeds) {
                    feed.acknowledge();
                }
                tell();
                batch.clear();
            }
        } catch (IOException | RuntimeException | Error e) {
            stat.failed("has stopped: " + e, System.currentTimeMillis());
            complaints.accept("exporter " + name + " has stopped: " + e
                    + (letters.isEmpty()
                            ? "; usage stays in memory and is lost when the JVM ends"
                            : "; usage stays in the journal and is shipped at the next start"));
        } finally {
            exporter.close();
            feeds.addAll(arriving);
            feeds.forEach(feed -> feed.end(false));
        }
    }

    /** Fills the batch; answers false where the thread is to end: nothing is left, or no time. */
    private boolean gather(List<UsageEvent> batch) throws IOException {
        long first = System.nanoTime();
        long idle = IDLE_NANOS / 2;
        while (true) {
            for (EpochFeed feed = arriving.poll(); feed != null; feed = arriving.poll()) {
                feeds.add(feed);
            }
            boolean last = patience.isEnding();
            if (patience.isOver()) {
                return false;
            }
            readFeeds(batch);
            tell();
            if (last || batch.size() >= MOST_EVENTS) {
                return !batch.isEmpty();
            }
            long now = System.nanoTime();
            if (batch.isEmpty()) {
                first = now;
            } else if (now - first >= MOST_AGE_MILLIS * 1_000_000L) {
                return true;
            }
            // A look at a journal with nothing new opens its newest file: not more often than need be.
            idle = batch.isEmpty() ? Math.min(idle * 2, LONGEST_IDLE_NANOS) : IDLE_NANOS;
            LockSupport.parkNanos(this, idle);
        }
    }

    private void tell() {
        long oldest = 0;
        for (EpochFeed feed : feeds) {
            long theirs = feed.oldest();
            oldest = theirs != 0 && (oldest == 0 || theirs < oldest) ? theirs : oldest;
            if (feed.isLive()) {
                stat.delivered(shipped.get(), refused.get(), feed.acknowledged());
            }
        }
        stat.oldest(oldest == 0 ? 0 : Math.max(1, oldest / 1_000_000));
    }

    private void readFeeds(List<UsageEvent> batch) throws IOException {
        for (Iterator<EpochFeed> each = feeds.iterator(); each.hasNext(); ) {
            EpochFeed feed = each.next();
            int before = batch.size();
            try {
                feed.read(batch, MOST_EVENTS);
            } catch (JournalException e) {
                complaints.accept("exporter " + name + " leaves an epoch aside: " + e.getMessage()
                        + "; the other epochs are shipped");
                each.remove();
                feed.end(false);
                continue;
            }
            if (batch.size() == before && before < MOST_EVENTS && feed.complete()) {
                each.remove();
                feed.end(true);
            }
        }
    }

    /** Answers false where the time is over before each event of the batch is accepted or kept as a dead letter. */
    private boolean deliver(List<UsageEvent> batch) {
        List<Refused> refused = delivery.deliver(batch);
        if (refused == null) {
            return false;
        }
        Map<String, List<Refused>> byEpoch = new LinkedHashMap<>();
        for (Refused each : refused) {
            byEpoch.computeIfAbsent(each.event().epoch(), epoch -> new ArrayList<>())
                    .add(each);
        }
        for (List<Refused> each : byEpoch.values()) {
            if (!keep(each)) {
                return false;
            }
        }
        shipped.addAndGet(batch.size() - refused.size());
        return true;
    }

    private boolean keep(List<Refused> refused) {
        DeadLetters to = letters.get(refused.get(0).event().epoch());
        if (to == null) {
            lose(refused);
            return true;
        }
        for (boolean complained = false; ; complained = true) {
            try {
                counters.add(Counter.DEAD_LETTER, to.keep(refused));
                backoff.succeeded();
                tell(refused, to);
                return true;
            } catch (IOException e) {
                stat.failed("cannot keep what was refused: " + e.getMessage(), System.currentTimeMillis());
                if (!complained) {
                    complaints.accept("exporter " + name + ": what its target refused cannot be kept in " + to.dir()
                            + ": " + e.getMessage() + "; nothing is lost, its usage waits in the journal: make room");
                }
            }
            if (!patience.rest(backoff.failed())) {
                return false;
            }
        }
    }

    /** Usage only: a loss event that is refused must not make the next one. */
    private void lose(List<Refused> refused) {
        String usage = RecordType.USAGE.eventType();
        counters.add(
                Counter.REFUSED,
                refused.stream()
                        .filter(each -> each.event().type().equals(usage))
                        .count());
        complaints.accept("exporter " + name + " refused " + refused.size() + " record(s): "
                + refused.get(0).answer()
                + "; without a disk they cannot be kept: usage among them is counted as lost");
        this.refused.addAndGet(refused.size());
    }

    private void tell(List<Refused> refused, DeadLetters keptIn) {
        if (this.refused.get() == 0) {
            complaints.accept("exporter " + name + " refused " + refused.size() + " record(s): "
                    + refused.get(0).answer() + "; they are kept as dead letters: run `java -jar meterweave-agent.jar"
                    + " dead-letters list --dir " + keptIn.root() + "`");
        }
        this.refused.addAndGet(refused.size());
    }

    /** How many events were accepted; for when the thread has ended. */
    public long shipped() {
        return shipped.get();
    }

    /** How many events were refused and kept as dead letters; for when the thread has ended. */
    public long refused() {
        return refused.get();
    }
}
