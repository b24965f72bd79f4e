package io.meterweave.agent;

import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalWriter;
import io.meterweave.record.JsonText;
import io.meterweave.ring.Counter;
import io.meterweave.ring.DrainableRing;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code meterweave-journal}: opens the journal, then moves records from the ring to it until the JVM ends. It sleeps
 * longer the longer there is nothing to do, and is woken when a stripe is half full.
 */
final class JournalThread implements Runnable {
    private static final long SHORTEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(1);
    /**
     * After a round that found little: a wake-up for each record takes the processor from the application more often than the record
     * costs. What is in the ring survives the JVM meanwhile, and a stripe that is half full wakes us before.
     */
    private static final long FEW_SLEEP = TimeUnit.MILLISECONDS.toNanos(16);

    private static final long FEW_BYTES = 8 * 1024;
    /** A wake-up that comes just before the thread sleeps is lost, so it is kept short. */
    private static final long LONGEST_OPENING_SLEEP = TimeUnit.MILLISECONDS.toNanos(8);

    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_SLEEP = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_RETRY = TimeUnit.SECONDS.toNanos(30);
    private static final long STOP_MARGIN = TimeUnit.SECONDS.toNanos(1);
    private static final long CHORES_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final AgentConfig config;
    private final LiveEpoch epoch;
    private final DrainableRing ring;
    private final Complaints complaints;
    private final PluginNews news;
    private final Queue<byte[]> lifecycle = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private @Nullable Exporters exporters;
    private long choresAt = System.nanoTime();
    private long countedFailures;
    private volatile boolean stopping;
    private volatile boolean callsOpen;
    private volatile long deadline;

    JournalThread(AgentConfig config, LiveEpoch epoch, PluginNews news, Complaints complaints) {
        this.config = config;
        this.epoch = epoch;
        this.ring = epoch.ring();
        this.news = news;
        this.complaints = complaints;
        this.thread = Threads.daemon("meterweave-journal", this);
    }

    void start() {
        thread.start();
    }

    /** Has a lifecycle event journaled; from any thread. */
    void lifecycle(byte[] data) {
        lifecycle.add(data);
    }

    /**
     * Lets the thread finish, for at most so long.
     *
     * @param open whether calls are open of which a record may still come: the epoch is not closed then
     */
    void stop(long nanos, boolean open) {
        callsOpen = open;
        deadline = System.nanoTime() + nanos;
        stopping = true;
        ring.wake();
        Threads.join(thread, nanos + STOP_MARGIN);
    }

    @Override
    public void run() {
        long pause = RETRY_SLEEP;
        for (boolean done = tryWork(); !done && !stopping; done = tryWork()) {
            rest(pause);
            pause = Math.min(pause * 2, LONGEST_RETRY);
        }
        countFailures();
    }

    /**
     * Sleeps to the end, whoever wakes the thread: what finds the ring full would have it try again at each call. Nor does an
     * interrupt, which nobody here has a use for.
     */
    private void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopping; left = end - System.nanoTime()) {
            boolean unused = Thread.interrupted();
            ring.await(left);
        }
    }

    /** Works until the JVM ends; answers false where that cannot begin yet: the disk or the heap may be full. */
    private boolean tryWork() {
        try {
            Opening opening = Opening.begin(epoch);
            // Chronicle takes its time; what is metered meanwhile must find room. A stripe that is half full wakes
            // us, and so does the journal: until then the processor is left to what the application waits for.
            for (long sleep = SHORTEST_SLEEP; !opening.isDone(); sleep = Math.min(sleep * 2, LONGEST_OPENING_SLEEP)) {
                keepSpare();
                ring.await(sleep);
            }
            Journal journal = opening.journal();
            if (journal == null) {
                return cannotOpen(opening.failure());
            }
            if (work(journal)) {
                journal.close();
            }
            return true;
        } catch (RuntimeException | Error e) {
            return cannotOpen(e);
        }
    }

    private boolean cannotOpen(@Nullable Throwable e) {
        try {
            if (epoch.durable() && Shutdown.isUnderWay()) {
                // Chronicle cannot be loaded any more. The next start takes over what is in the ring.
                return true;
            }
            complaints.accept(
                    "the journal " + epoch.place() + " cannot be opened: " + e
                            + "; tried again; until then usage stays in the ring, and what finds no room there is counted as lost");
        } catch (Error again) {
            // No heap to say so; it is tried again all the same.
        }
        return false;
    }

    /** Works until the JVM ends; answers whether nobody reads the journal any more. */
    private boolean work(Journal journal) {
        JournalWriter writer = new JournalWriter(
                epoch.identity(), journal, epoch.counters(), config.durability().seals());
        Drain drain = epoch.drain(writer, this::keepSpare);
        lifecycle.add(started());
        Bounds bounds = epoch.bounds(writer);
        exporters = Exporters.start(config, epoch, journal, complaints);
        epoch.started(exporters, this);
        MetricsServer.start(
                config.metrics(),
                () -> PrometheusText.of(epoch.look(), epoch.durable(), System.currentTimeMillis()),
                complaints);
        long sleep = SHORTEST_SLEEP;
        while (!stopping) {
            sleep = step(writer, drain, bounds, sleep);
            ring.await(drain.nanosToSleep(sleep));
        }
        return finish(writer, drain, bounds);
    }

    /** One round; answers how long to sleep after it, given how long was slept before. */
    private long step(JournalWriter writer, Drain drain, Bounds bounds, long slept) {
        try {
            boolean any = bounds.mayJournal() && lifecycle(writer);
            keepSpare();
            long freed = 0;
            if (bounds.mayDrain()) {
                freed = drain.run();
                bounds.journaled(freed);
            }
            if (System.nanoTime() - choresAt >= 0) {
                choresAt = System.nanoTime() + CHORES_EVERY;
                bounds.lookIfDue();
                chores(writer, bounds);
            }
            if (freed >= FEW_BYTES) {
                return SHORTEST_SLEEP;
            }
            return freed > 0 || any ? FEW_SLEEP : Math.min(slept * 2, LONGEST_SLEEP);
        } catch (RuntimeException | Error e) {
            cannotWrite(e, bounds);
            rest(RETRY_SLEEP);
            return Math.min(slept * 2, LONGEST_SLEEP);
        }
    }

    private void cannotWrite(Throwable e, Bounds bounds) {
        try {
            complaints.accept("cannot write to the journal " + epoch.place() + ": " + e
                    + "; tried again every second, and what finds no room in the ring is counted as lost");
            bounds.look();
        } catch (RuntimeException | Error again) {
            // No heap to say so, perhaps; this thread must go on all the same.
        }
    }

    private void countFailures() {
        long all = Dispatcher.uncounted();
        if (all > countedFailures) {
            epoch.counters().add(Counter.HOOK_FAILED, all - countedFailures);
            countedFailures = all; // Only now: where the heap is full, counting can fail too.
        }
    }

    private boolean lifecycle(JournalWriter writer) {
        boolean any = false;
        for (byte[] data = news.next(); data != null; data = news.next()) {
            lifecycle.add(data);
        }
        for (byte[] data = lifecycle.peek(); data != null; data = lifecycle.peek()) {
            writer.lifecycle(data);
            lifecycle.remove();
            any = true;
        }
        return any;
    }

    /** Also between stripes: while many threads write, one round of draining can take longer than a segment lasts. */
    private void keepSpare() {
        countFailures();
        try {
            epoch.keepSpare();
        } catch (IOException e) {
            complaints.accept("cannot make a spare ring beside the journal " + epoch.place() + ": " + e
                    + "; what finds no room in the ring is counted as lost: look at the disk");
        }
    }

    private void chores(JournalWriter writer, Bounds bounds) {
        Exporters running = exporters;
        if (running != null) {
            running.lookAtBacklogs(); // Before what may throw where there is no room.
        }
        if (bounds.mayTellLosses()) {
            writer.losses();
        }
        if (bounds.mayJournal()) {
            writer.sealAged();
        }
        epoch.stat().journaled(writer.sequence(), writer.totals());
        ring.refreshAnchor();
        epoch.chores();
    }

    private boolean finish(JournalWriter writer, Drain drain, Bounds bounds) {
        while (System.nanoTime() - deadline < 0 && step(writer, drain, bounds, LONGEST_SLEEP) <= FEW_SLEEP) {
            // Until there is nothing left to do.
        }
        try {
            epoch.stopping();
            writer.losses();
            writer.lifecycle(
                    new JsonText().open().put("event", "stopped").close().bytes());
            writer.seal("shutdown", ring.isEmpty() && !callsOpen);
            writer.force();
            epoch.stat().journaled(writer.sequence(), writer.totals());
        } catch (RuntimeException | Error e) {
            complaints.accept("cannot finish the journal " + epoch.place() + ": " + e + "; " + epoch.afterwards());
        }
        boolean ended = exporters == null || exporters.stop(Math.max(0, deadline - System.nanoTime()));
        epoch.stopped();
        return ended;
    }

    private byte[] started() {
        JsonText json = new JsonText()
                .open()
                .put("event", "started")
                .put("agent_version", AgentStart.VERSION)
                .put("java_version", System.getProperty("java.version", "unknown"))
                .put("durable", epoch.durable())
                .put("journal_sync", epoch.durable() ? config.durability().sync() : "none");
        try {
            Resource.own().tell(json);
        } catch (RuntimeException | LinkageError e) {
            // What cannot be found out is not told; nothing depends on it.
        }
        return json.close().bytes();
    }
}
