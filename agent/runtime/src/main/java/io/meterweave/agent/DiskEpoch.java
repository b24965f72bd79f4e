package io.meterweave.agent;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalWriter;
import io.meterweave.journal.Retention;
import io.meterweave.ring.Checkpoints;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingFill;
import io.meterweave.ring.StatFile;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.Shipper;
import io.meterweave.stat.EpochStat;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An epoch in a directory: what is there when the JVM dies, the next start takes over. */
final class DiskEpoch implements LiveEpoch {
    private final AgentConfig config;
    private final Path root;
    private final Complaints complaints;
    private final Epoch epoch;
    private final Counters counters;
    private final MappedRing ring;
    private final StatFile stat;
    private @Nullable Retention retention;

    private DiskEpoch(AgentConfig config, Path root, Complaints complaints, Epoch epoch) throws IOException {
        this.config = config;
        this.root = root;
        this.complaints = complaints;
        this.epoch = epoch;
        this.counters = Counters.open(epoch.counters().toFile());
        this.ring = MappedRing.create(epoch.ring().toFile(), config.ring());
        this.stat = stat(epoch);
    }

    /** That nobody can look is no reason not to meter. */
    private static StatFile stat(Epoch epoch) {
        try {
            return StatFile.open(epoch.stat().toFile());
        } catch (IOException e) {
            return StatFile.inMemory();
        }
    }

    /**
     * Makes the directory and maps the ring.
     *
     * @throws IOException where the directory cannot be written
     */
    static DiskEpoch create(AgentConfig config, Path root, Complaints complaints) throws IOException {
        Epoch epoch = Epoch.create(root, config.service(), config.instance());
        if (config.durability().isSynced()) {
            epoch.synced();
        }
        return new DiskEpoch(config, root, complaints, epoch);
    }

    @Override
    public EpochIdentity identity() {
        return epoch.identity();
    }

    @Override
    public MappedRing ring() {
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
        RingFill fill;
        try {
            fill = RingFill.read(epoch.ring().toFile());
        } catch (IOException e) {
            fill = RingFill.NONE;
        }
        return EpochStat.own(identity(), stat, counters, fill);
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public Journal openJournal() {
        return ChronicleJournal.open(
                epoch.journal(), config.storage().files(config.durability().isSynced()));
    }

    @Override
    public Checkpoints openCheckpoints() throws IOException {
        return Checkpoints.create(epoch.openCalls().toFile());
    }

    @Override
    public String place() {
        return "in " + epoch.journal();
    }

    @Override
    public String afterwards() {
        return "the next start of this service takes over what is left";
    }

    @Override
    public Drain drain(JournalWriter writer, Runnable keepSpare) {
        return Drain.of(config.durability(), ring, writer, keepSpare);
    }

    @Override
    public Bounds bounds(JournalWriter writer) {
        Retention made = new Retention(
                root,
                epoch,
                config.exporters().keySet(),
                config.storage().limits(),
                config.storage().grace(),
                data -> {
                    writer.lifecycle(data);
                    writer.force();
                },
                complaints);
        retention = made;
        String noRoom = "no room for more usage in " + root + ": it is refused and counted as lost, reason quota;"
                + " raise quota, free space on the disk, or see why the exporters do not acknowledge";
        return new Bounds(
                config.storage().block(), made::journaled, made::look, writer, ring, () -> complaints.accept(noRoom));
    }

    @Override
    public void keepSpare() throws IOException {
        ring.keepSpare();
    }

    @Override
    public void chores() {
        int freed = ring.freeDeadHolders();
        if (freed > 0) {
            counters.add(Counter.FREED_STRIPE, freed);
        }
    }

    @Override
    public void addTo(Shipper shipper, String exporter, Journal journal) throws IOException {
        shipper.add(identity(), journal, epoch.cursor(exporter), DeadLetters.of(epoch, exporter), null);
    }

    @Override
    public void started(Exporters exporters, JournalThread journalThread) {
        Retention kept = retention;
        if (kept != null) {
            Adoption adoption = new Adoption(config, root, epoch, exporters, kept, journalThread, complaints);
            Threads.daemon("meterweave-adopt", adoption).start();
        }
    }

    /** What is left in the ring stays there. */
    @Override
    public void stopping() {}

    @Override
    public void stopped() {}
}
