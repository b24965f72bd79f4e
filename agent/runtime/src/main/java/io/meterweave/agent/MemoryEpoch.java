package io.meterweave.agent;

import io.meterweave.journal.EpochId;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalWriter;
import io.meterweave.journal.MemoryJournal;
import io.meterweave.ring.Checkpoints;
import io.meterweave.ring.Counters;
import io.meterweave.ring.HeapRing;
import io.meterweave.ring.StatFile;
import io.meterweave.ship.Shipper;
import io.meterweave.stat.EpochStat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An epoch without a directory: what no exporter has acknowledged is lost when the JVM ends. */
final class MemoryEpoch implements LiveEpoch {
    private final AgentConfig config;
    private final Complaints complaints;
    private final EpochIdentity identity;
    private final Counters counters = Counters.inMemory();
    private final StatFile stat = StatFile.inMemory();
    private final HeapRing ring;
    private final MemoryJournal journal;
    private int left;

    MemoryEpoch(AgentConfig config, Complaints complaints) {
        this.config = config;
        this.complaints = complaints;
        this.identity = new EpochIdentity(EpochId.next(), config.service(), config.instance());
        this.ring = HeapRing.of(config.ring());
        this.journal = new MemoryJournal(config.durability().memoryBytes());
    }

    @Override
    public EpochIdentity identity() {
        return identity;
    }

    @Override
    public HeapRing ring() {
        return ring;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public StatFile stat() {
        return stat;
    }

    @Override
    public EpochStat look() {
        return EpochStat.own(identity, stat, counters, ring.fill());
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public Journal openJournal() {
        return journal;
    }

    @Override
    public @Nullable Checkpoints openCheckpoints() {
        return null;
    }

    @Override
    public String place() {
        return "in memory";
    }

    @Override
    public String afterwards() {
        return "what is left is lost when the JVM ends";
    }

    @Override
    public Drain drain(JournalWriter writer, Runnable keepSpare) {
        return Drain.plain(ring, writer, keepSpare);
    }

    @Override
    public Bounds bounds(JournalWriter writer) {
        String noRoom = "no room for more usage in memory: it is refused and counted as lost, reason quota;"
                + " raise journal.memory, or see why the exporters do not acknowledge";
        return new Bounds(
                config.storage().block(),
                (bytes, settled) -> journal.state(),
                settled -> journal.state(),
                writer,
                ring,
                () -> complaints.accept(noRoom));
    }

    @Override
    public void keepSpare() {}

    @Override
    public void chores() {}

    @Override
    public void addTo(Shipper shipper, String exporter, Journal from) throws IOException {
        shipper.addInMemory(identity, from);
    }

    /** What dead JVMs have left in a directory is for those to ship who can write to it. */
    @Override
    public void started(Exporters exporters, JournalThread journalThread) {}

    @Override
    public void stopping() {
        left = ring.size();
        counters.add(ring.refusal(), left);
    }

    @Override
    public void stopped() {
        // And what the application has still metered meanwhile.
        long events = journal.unacknowledged() + ring.size() - left;
        if (events > 0) {
            complaints.accept(
                    "the JVM ends, and " + events + " events that were kept in memory have not been acknowledged"
                            + " by every exporter: they are lost where they were not");
        }
    }
}
