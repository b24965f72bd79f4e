package io.meterweave.agent;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.JournalWriter;
import io.meterweave.journal.Retention;
import io.meterweave.journal.SpaceState;
import io.meterweave.ring.MappedRing;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Applies the policy where there is no room for more usage. With {@code drop} it is taken from the ring and counted. With
 * {@code block} it stays there until there is room: callers find the ring full, are held back for a bounded time each, and
 * what then finds no room is counted.
 */
final class Bounds {
    /** A loss event a second would use up the room that is left for them. */
    private static final long LOSSES_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final Storage storage;
    private final Path root;
    private final Retention retention;
    private final JournalWriter writer;
    private final MappedRing ring;
    private final Complaints complaints;
    private SpaceState state = SpaceState.OK;
    private long lossesAt = System.nanoTime();

    Bounds(AgentConfig config, Path root, Epoch own, JournalWriter writer, MappedRing ring, Complaints complaints) {
        this.storage = config.storage();
        this.root = root;
        this.writer = writer;
        this.ring = ring;
        this.complaints = complaints;
        this.retention = new Retention(
                root,
                own,
                config.exporters().keySet(),
                storage.limits(),
                storage.grace(),
                data -> {
                    writer.lifecycle(data);
                    writer.force();
                },
                complaints);
    }

    Retention retention() {
        return retention;
    }

    /** Whether the ring is to be drained: into the journal, or, by the policy, into the counters. */
    boolean mayDrain() {
        return state == SpaceState.OK || !storage.block();
    }

    /** Whether events other than usage may be journaled. */
    boolean mayJournal() {
        return state != SpaceState.STOPPED;
    }

    /** Whether losses are to be told now. */
    boolean mayTellLosses() {
        long now = System.nanoTime();
        if (state == SpaceState.OK || (mayJournal() && now - lossesAt >= 0)) {
            lossesAt = now + LOSSES_EVERY;
            return true;
        }
        return false;
    }

    /** To be told how much was freed in the ring by a drain that has returned. */
    void journaled(long bytes) {
        apply(retention.journaled(bytes, writer.settled()));
    }

    /** To be called every second, also while the journal refuses. */
    void look() {
        apply(retention.look(writer.settled()));
    }

    private void apply(SpaceState now) {
        if (now == state) {
            return;
        }
        state = now;
        boolean full = now != SpaceState.OK;
        writer.refuseUsage(full);
        ring.blocked(full && storage.block());
        if (full) {
            complaints.accept("no room for more usage in " + root + ": it is refused and counted as lost, reason quota;"
                    + " raise quota, free space on the disk, or see why the exporters do not acknowledge");
        }
    }
}
