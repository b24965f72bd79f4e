package io.meterweave.agent;

import io.meterweave.journal.JournalWriter;
import io.meterweave.journal.SpaceState;
import io.meterweave.ring.DrainableRing;
import java.util.concurrent.TimeUnit;

/**
 * Applies the policy where there is no room for more usage. With {@code drop} it is taken from the ring and counted. With
 * {@code block} it stays there until there is room: callers find the ring full, are held back for a bounded time each, and
 * what then finds no room is counted.
 */
final class Bounds {
    /** A loss event a second would use up the room that is left for them. */
    private static final long LOSSES_EVERY = TimeUnit.MINUTES.toNanos(1);

    /** A look goes through directories: too dear for every second of a JVM that does nothing. */
    private static final long IDLE_LOOK_EVERY = TimeUnit.SECONDS.toNanos(15);

    /** Is told how much was freed in the ring, and up to where the journal is settled. */
    interface Journaled {
        SpaceState state(long bytes, long settled);
    }

    /** Looks whether there is room. */
    interface Look {
        SpaceState state(long settled);
    }

    private final boolean block;
    private final Journaled journaled;
    private final Look look;
    private final JournalWriter writer;
    private final DrainableRing ring;
    private final Runnable noRoom;
    private SpaceState state = SpaceState.OK;
    private long lossesAt = System.nanoTime();
    private long lookedAt = System.nanoTime();
    private long lookedAtSequence = -1;

    /**
     * Begins with room.
     *
     * @param block whether callers are held back before usage is refused
     * @param noRoom says so
     */
    Bounds(boolean block, Journaled journaled, Look look, JournalWriter writer, DrainableRing ring, Runnable noRoom) {
        this.block = block;
        this.journaled = journaled;
        this.look = look;
        this.writer = writer;
        this.ring = ring;
        this.noRoom = noRoom;
    }

    /** Whether the ring is to be drained: into the journal, or, by the policy, into the counters. */
    boolean mayDrain() {
        return state == SpaceState.OK || !block;
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
        apply(journaled.state(bytes, writer.settled()));
    }

    /** To be called every second: looks where something was journaled since, or there is no room; else now and then. */
    void lookIfDue() {
        if (state != SpaceState.OK
                || writer.sequence() != lookedAtSequence
                || System.nanoTime() - lookedAt >= IDLE_LOOK_EVERY) {
            look();
        }
    }

    /** Looks now; to be called every second while the journal refuses. */
    void look() {
        lookedAt = System.nanoTime();
        lookedAtSequence = writer.sequence();
        apply(look.state(writer.settled()));
    }

    private void apply(SpaceState now) {
        if (now == state) {
            return;
        }
        state = now;
        boolean full = now != SpaceState.OK;
        writer.refuseUsage(full);
        ring.blocked(full && block);
        if (full) {
            noRoom.run();
        }
    }
}
