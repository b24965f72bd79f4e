package io.meterweave.agent;

import io.meterweave.journal.Epoch;
import io.meterweave.plugin.MeterThread;
import io.meterweave.plugin.Metering;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/**
 * Everything behind the hooks. Started by the thread that loads the first class to be woven, before that class is
 * woven: the epoch's directory and ring are made then, so that no call is missed; Chronicle opens afterwards, on the
 * journal thread. Nothing here waits for a thread that may load the application's classes.
 */
final class Pipeline {
    private static final int TRIES = 3;

    private final AgentConfig config;
    private final Complaints complaints;
    private boolean tried;
    private boolean running;

    Pipeline(AgentConfig config, Complaints complaints) {
        this.config = config;
        this.complaints = complaints;
    }

    /** Starts once; answers whether usage can be kept. */
    synchronized boolean start() {
        if (!tried) {
            tried = true;
            // Mapping a file fails on an interrupted thread; the interrupt is the application's, and is given back.
            boolean interrupted = Thread.interrupted();
            try {
                running = tryStart();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        return running;
    }

    private boolean tryStart() {
        Path root = config.dir().toPath().toAbsolutePath();
        for (int i = 1; ; i++) {
            try {
                open(root);
                return true;
            } catch (ClosedByInterruptException e) {
                if (i == TRIES) {
                    complaints.accept("interrupted while starting; the application runs, and is NOT metered");
                    return false;
                }
                Thread.interrupted();
            } catch (IOException | RuntimeException | Error e) {
                complaints.accept("cannot keep usage in " + root + ": " + e
                        + "; the application runs, and is NOT metered: set dir to a directory that can be written");
                return false;
            }
        }
    }

    private void open(Path root) throws IOException {
        Epoch epoch = Epoch.create(root, config.service(), config.instance());
        if (config.durability().isSynced()) {
            epoch.synced();
        }
        Counters counters = Counters.open(epoch.counters().toFile());
        MappedRing ring = MappedRing.create(epoch.ring().toFile(), config.ring());
        // Links what the first call would otherwise have to.
        MeterThread unused = MeterThread.current();
        Metering.begin(ring, counters, config.modelAliases(), complaints);
        JournalThread journal = new JournalThread(config, root, epoch, ring, counters, complaints);
        journal.start();
        Shutdown.register(journal);
    }
}
