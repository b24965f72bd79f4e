package io.meterweave.agent;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalException;
import io.meterweave.journal.Recovery;
import io.meterweave.journal.Retention;
import io.meterweave.record.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code meterweave-adopt}: takes over what dead JVMs of the same service have left, then ends. First each one's ring is
 * brought into its journal; then each journal is shipped under its own epoch's ids, at most {@value #MOST_OPEN} at once: few
 * files are open, and an exporter that is slow with one epoch does not keep the others from the next. An epoch stays locked by
 * us while we ship it: nobody else does.
 */
final class Adoption implements Runnable {
    /** A journal that is read has some MB mapped, and a batch's share of what waits in the heap, for each exporter. */
    private static final int MOST_OPEN = 4;

    /** An epoch whose journal is open until each exporter is done with it. */
    private record Shipment(Epoch epoch, Journal journal) {}

    private final AgentConfig config;
    private final Path root;
    private final Epoch own;
    private final Exporters exporters;
    private final Retention retention;
    private final JournalThread journalThread;
    private final Complaints complaints;

    Adoption(
            AgentConfig config,
            Path root,
            Epoch own,
            Exporters exporters,
            Retention retention,
            JournalThread journalThread,
            Complaints complaints) {
        this.config = config;
        this.root = root;
        this.own = own;
        this.exporters = exporters;
        this.retention = retention;
        this.journalThread = journalThread;
        this.complaints = complaints;
    }

    @Override
    public void run() {
        List<Epoch> dead = new ArrayList<>();
        for (Epoch epoch : candidates()) {
            Epoch locked = recover(epoch);
            if (locked != null) {
                dead.add(locked);
            }
        }
        try {
            ship(dead);
        } catch (InterruptedException e) {
            // The JVM ends: what is not shipped is at the next start.
        }
    }

    private void ship(List<Epoch> dead) throws InterruptedException {
        BlockingQueue<Shipment> done = new LinkedBlockingQueue<>();
        int open = 0;
        for (Epoch epoch : dead) {
            if (open == MOST_OPEN) {
                end(done.take());
                open--;
            }
            try {
                if (exporters.haveShipped(epoch)) {
                    release(epoch);
                } else {
                    begin(epoch, done);
                    open++;
                }
            } catch (IOException | RuntimeException | Error e) {
                complain(epoch, e);
            }
        }
        for (; open > 0; open--) {
            end(done.take());
        }
    }

    private void begin(Epoch epoch, BlockingQueue<Shipment> done) throws IOException {
        Shipment shipment = new Shipment(epoch, ChronicleJournal.open(epoch.journal(), ChronicleOptions.DEFAULT));
        AtomicInteger left = new AtomicInteger(exporters.count());
        exporters.add(epoch, shipment.journal(), () -> {
            if (left.decrementAndGet() == 0) {
                done.add(shipment);
            }
        });
    }

    private void end(Shipment shipment) {
        try {
            shipment.journal().close();
            release(shipment.epoch());
        } catch (IOException | RuntimeException | Error e) {
            complain(shipment.epoch(), e);
        }
    }

    private void release(Epoch epoch) throws IOException {
        retention.release(epoch);
        epoch.close();
    }

    private List<Epoch> candidates() {
        List<Epoch> candidates = new ArrayList<>();
        try {
            Epoch.sweep(root);
        } catch (IOException | UncheckedIOException e) {
            complaints.accept("cannot tidy up " + root + ": " + e.getMessage());
        }
        for (Path dir : Epoch.directories(root)) {
            try {
                Epoch epoch = Epoch.at(dir);
                boolean ours = epoch.identity().epoch().equals(own.identity().epoch());
                if (!ours && epoch.identity().service().equals(config.service())) {
                    candidates.add(epoch);
                }
            } catch (JournalException e) {
                complaints.accept(e.getMessage() + "; it is left alone");
            }
        }
        return candidates;
    }

    private @Nullable Epoch recover(Epoch epoch) {
        try {
            if (epoch.isAdopted() && exporters.haveShipped(epoch)) {
                return null;
            }
            Takeover taken = Takeover.of(epoch, own.identity().epoch());
            if (taken == null) {
                return null;
            }
            Recovery recovery = taken.recovery();
            if (recovery != null) {
                for (String damage : recovery.damages()) {
                    complaints.accept("an earlier run in " + epoch.dir() + ": " + damage
                            + "; what can be read is shipped: look at the disk");
                }
                journalThread.lifecycle(new JsonText()
                        .open()
                        .put("event", "adopted")
                        .put("adopted_epoch", epoch.identity().epoch())
                        .put("last_sequence", recovery.lastSequence())
                        .put("recovered_count", recovery.recovered())
                        .put("last_manifest_sha256", recovery.lastManifestSha256())
                        .close()
                        .bytes());
            }
            retention.hold(taken.epoch());
            return taken.epoch();
        } catch (IOException | RuntimeException | Error e) {
            complain(epoch, e);
            return null;
        }
    }

    private void complain(Epoch epoch, Throwable e) {
        complaints.accept("usage of an earlier run in " + epoch.dir() + " cannot be taken over: " + e.getMessage()
                + "; it is kept as it is: run `java -jar meterweave-agent.jar dump --dir " + root + "` to look at it");
    }
}
