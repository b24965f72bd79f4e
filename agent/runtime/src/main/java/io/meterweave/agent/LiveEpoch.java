package io.meterweave.agent;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalWriter;
import io.meterweave.ring.Checkpoints;
import io.meterweave.ring.Counters;
import io.meterweave.ring.DrainableRing;
import io.meterweave.ring.StatFile;
import io.meterweave.ship.Shipper;
import io.meterweave.stat.EpochStat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The epoch that this JVM writes, and where it is kept: on a disk, or in memory where there is none to write to. */
sealed interface LiveEpoch permits DiskEpoch, MemoryEpoch {
    EpochIdentity identity();

    DrainableRing ring();

    Counters counters();

    /** Where is told what the epoch is doing. */
    StatFile stat();

    /** Looks at what the epoch is doing; from any thread of ours. */
    EpochStat look();

    /** Whether what it holds outlives the process. */
    boolean durable();

    /** Opens the journal; may take its time. */
    Journal openJournal();

    /**
     * Makes the place where is kept what calls used so far that have not ended; null where nothing outlives the process.
     *
     * @throws IOException where it cannot be made
     */
    @Nullable Checkpoints openCheckpoints() throws IOException;

    /** Where the journal is, for a message. */
    String place();

    /** What becomes of what is there when the JVM ends, for a message. */
    String afterwards();

    /** How the ring is to be emptied. */
    Drain drain(JournalWriter writer, Runnable keepSpare);

    /** Has the policy applied where there is no room for more. */
    Bounds bounds(JournalWriter writer);

    /** Makes sure of room in the ring; between drains, and while the journal is opened. */
    void keepSpare() throws IOException;

    /** Looks after the ring; every second. */
    void chores();

    /** Has an exporter ship it. */
    void addTo(Shipper shipper, String exporter, Journal journal) throws IOException;

    /** Called once the exporters run. */
    void started(Exporters exporters, JournalThread journalThread);

    /** Called when nothing is moved to the journal any more, before the last losses are told. */
    void stopping();

    /** Called when the exporters' time is over. */
    void stopped();
}
