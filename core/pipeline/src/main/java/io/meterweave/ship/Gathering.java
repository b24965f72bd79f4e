package io.meterweave.ship;

import io.meterweave.journal.JournalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Fills batches from several epochs, so that none waits for another's backlog: each has its share of a batch, what one does
 * not use is the others', and who comes first changes from look to look. So what is new in an epoch is in the next batch, and a backlog still fills
 * it. The shipping thread's, but for {@link #add}.
 */
final class Gathering {
    private final String name;
    private final Pace pace;
    private final Consumer<String> complaints;
    private final Queue<EpochFeed> arriving = new ConcurrentLinkedQueue<>();
    private final List<EpochFeed> feeds = new ArrayList<>();
    private int first;
    private volatile boolean closed;

    /**
     * Has no epochs yet.
     *
     * @param name the exporter's
     * @param complaints takes one line for each epoch that cannot be read on
     */
    Gathering(String name, Pace pace, Consumer<String> complaints) {
        this.name = name;
        this.pace = pace;
        this.complaints = complaints;
    }

    /** Adds an epoch; from any thread. Where the shipping has ended, the epoch's has, too. */
    void add(EpochFeed feed) {
        arriving.add(feed);
        if (closed) {
            endArriving();
        }
    }

    /** The epochs that are read. */
    List<EpochFeed> feeds() {
        return feeds;
    }

    /** Adds what there is to the batch; answers whether it is full: there is, or may be, an event that finds no room. */
    boolean look(Batch batch) {
        for (EpochFeed feed = arriving.poll(); feed != null; feed = arriving.poll()) {
            feeds.add(feed);
        }
        List<EpochFeed> inTurn = new ArrayList<>(feeds);
        Collections.rotate(inTurn, -first);
        first = (first + 1) % Math.max(1, inTurn.size());
        List<EpochFeed> more = new ArrayList<>();
        for (int i = 0; i < inTurn.size(); i++) {
            if (read(inTurn.get(i), batch, inTurn.size() - i)) {
                more.add(inTurn.get(i));
            }
        }
        boolean full = false;
        for (EpochFeed feed : more) {
            full |= read(feed, batch, 1);
        }
        return full;
    }

    /** Reads a feed's share of what is left; answers whether there may be more. */
    private boolean read(EpochFeed feed, Batch batch, int sharers) {
        int before = batch.size();
        int roomEvents = Math.max(0, pace.gathered() - before);
        long roomBytes = Math.max(0, pace.batchBytes() - batch.bytes());
        try {
            boolean more = feed.read(
                    batch,
                    before + (roomEvents + sharers - 1) / sharers,
                    batch.bytes() + (roomBytes + sharers - 1) / sharers);
            if (!more && batch.size() == before && feed.complete()) {
                end(feed, true);
            }
            return more;
        } catch (JournalException e) {
            complaints.accept("exporter " + name + " leaves an epoch aside: " + e.getMessage()
                    + "; the other epochs are shipped");
            end(feed, false);
            return false;
        }
    }

    private void end(EpochFeed feed, boolean complete) {
        feeds.remove(feed);
        feed.end(complete);
    }

    /** Takes everything that was added to batches as acknowledged. */
    void acknowledge() throws IOException {
        for (EpochFeed feed : feeds) {
            feed.acknowledge();
        }
    }

    /** The time of the oldest event that was read and is not acknowledged, in nanoseconds since 1970; 0: there is none. */
    long oldest() {
        long oldest = 0;
        for (EpochFeed feed : feeds) {
            long theirs = feed.oldest();
            oldest = theirs != 0 && (oldest == 0 || theirs < oldest) ? theirs : oldest;
        }
        return oldest;
    }

    /** Ends all feeds; what is not acknowledged stays in the journals. */
    void close() {
        closed = true;
        feeds.forEach(feed -> feed.end(false));
        endArriving();
    }

    private void endArriving() {
        for (EpochFeed feed = arriving.poll(); feed != null; feed = arriving.poll()) {
            feed.end(false);
        }
    }
}
