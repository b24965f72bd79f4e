package io.meterweave.agent;

import io.meterweave.plugin.MeterThread;
import io.meterweave.plugin.Metering;
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
    private final PluginNews news = new PluginNews();
    private boolean tried;
    private boolean running;

    Pipeline(AgentConfig config, Complaints complaints) {
        this.config = config;
        this.complaints = complaints;
    }

    /** What was woven and what not, to be journaled once there is a journal. */
    PluginNews news() {
        return news;
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

    /** Whether it was to start, and could not. */
    synchronized boolean failed() {
        return tried && !running;
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
                return fallBack(root, e);
            }
        }
    }

    private boolean fallBack(Path root, Throwable cause) {
        String failed = "cannot keep usage in " + root + ": " + cause;
        try {
            if (new ConfiguredExporters(root, config).anyWithoutDir()) {
                begin(new MemoryEpoch(config, complaints));
                complaints.accept(failed + "; usage is kept in memory and lost if the JVM dies:"
                        + " set dir to a directory that can be written");
                return true;
            }
        } catch (RuntimeException | Error e) {
            failed += "; nor in memory: " + e;
        }
        complaints.accept(
                failed + "; the application runs, and is NOT metered: set dir to a directory that can be written");
        return false;
    }

    private void open(Path root) throws IOException {
        if (config.durability().inMemory()) {
            if (config.exporters().isEmpty()) {
                complaints.accept("journal=memory without an exporter: usage is kept for nobody, and lost when the JVM"
                        + " ends: set exporters");
            }
            begin(new MemoryEpoch(config, complaints));
        } else {
            begin(DiskEpoch.create(config, root, complaints));
        }
    }

    private void begin(LiveEpoch epoch) {
        // Links what the first call would otherwise have to.
        MeterThread unused = MeterThread.current();
        Metering.measureInto(epoch.stat().hookTimes());
        Metering.begin(epoch.ring(), epoch.counters(), config.modelAliases(), complaints);
        JournalThread journal = new JournalThread(config, epoch, news, complaints);
        journal.start();
        Shutdown.register(journal);
    }
}
