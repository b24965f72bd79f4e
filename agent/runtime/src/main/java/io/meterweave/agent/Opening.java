package io.meterweave.agent;

import io.meterweave.journal.Journal;
import org.jspecify.annotations.Nullable;

/**
 * {@code meterweave-open}: opens the journal, once, while the journal thread looks after the ring. No {@code FutureTask}: that is a class which
 * {@link HandOffs} weaves just then, and while it is woven as it is loaded, whoever names it waits until the weaver is there.
 */
final class Opening implements Runnable {
    private final LiveEpoch epoch;
    private @Nullable Journal journal;
    private @Nullable Throwable failure;
    private volatile boolean done;

    private Opening(LiveEpoch epoch) {
        this.epoch = epoch;
    }

    static Opening begin(LiveEpoch epoch) {
        Opening opening = new Opening(epoch);
        Threads.daemon("meterweave-open", opening).start();
        return opening;
    }

    @Override
    public void run() {
        try {
            journal = epoch.openJournal();
        } catch (Throwable e) {
            failure = e;
        } finally {
            done = true;
            epoch.ring().wake();
        }
    }

    boolean isDone() {
        return done;
    }

    /** Why there is no journal; null where there is one, or it is being opened. */
    @Nullable Throwable failure() {
        return done ? failure : null;
    }

    /** The journal; null where there is none, or it is being opened. */
    @Nullable Journal journal() {
        return done ? journal : null;
    }
}
