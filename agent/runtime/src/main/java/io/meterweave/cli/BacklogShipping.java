package io.meterweave.cli;

import io.meterweave.agent.ConfiguredExporters;
import io.meterweave.agent.Takeover;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes over every dead epoch under a directory and ships each to each exporter, until it is acknowledged or the time is
 * over. All epochs are locked and recovered first, and stay locked until the end: whoever finds them locked, another
 * {@code ship} or a JVM that starts, leaves them alone. Each exporter has a thread, so that one whose target is away holds
 * up no other.
 */
final class BacklogShipping {
    /** For the batch that is under way when the time is over. */
    private static final long LAST_BATCH_NANOS = 500_000_000L;

    private final ConfiguredExporters exporters;
    private final Set<String> names;
    private final long deadline;
    private final Output out;
    private final Messages messages;
    private int code = ExitCode.OK;

    BacklogShipping(
            ConfiguredExporters exporters, @Nullable String only, long waitNanos, Output out, Messages messages) {
        this.exporters = exporters;
        this.names = only == null ? exporters.names() : Set.of(only);
        this.deadline = System.nanoTime() + waitNanos;
        this.out = out;
        this.messages = messages;
    }

    int run() throws OutputException {
        List<Epoch> epochs = new ArrayList<>();
        for (Path dir : Epoch.directories(exporters.dir())) {
            Epoch taken = take(dir);
            if (taken != null) {
                epochs.add(taken);
            }
        }
        List<ExporterBacklog> backlogs = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (String name : names) {
            ExporterBacklog backlog = new ExporterBacklog(name, exporters, epochs, deadline, this::complain);
            backlogs.add(backlog);
            Thread thread = new Thread(backlog, "meterweave-ship-" + name);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        boolean ended = join(threads);
        for (Epoch epoch : epochs) {
            for (ExporterBacklog backlog : backlogs) {
                ExporterBacklog.Result result = backlog.result(epoch);
                out.text("epoch " + epoch.identity().epoch() + " exporter " + backlog.name() + ": " + result.text()
                        + "\n");
                code = ExitCode.worse(code, result.code());
            }
        }
        if (ended) {
            epochs.forEach(this::release);
        } // Else a thread may be sending yet: the locks go with the process.
        return code;
    }

    private @Nullable Epoch take(Path dir) throws OutputException {
        try {
            Takeover taken = Takeover.of(Epoch.at(dir), "ship");
            if (taken != null) {
                return taken.epoch();
            }
            out.text("epoch " + dir.getFileName() + ": live, or another process ships or reads it; left alone\n");
        } catch (IOException | JournalException e) {
            if (Files.exists(dir)) {
                complain("epoch " + dir.getFileName() + " cannot be taken over: " + EpochAccess.reason(e)
                        + "; the others are shipped");
                code = ExitCode.worse(code, ExitCode.UNREADABLE);
            }
        }
        return null;
    }

    private boolean join(List<Thread> threads) {
        boolean ended = true;
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (deadline + LAST_BATCH_NANOS - System.nanoTime()) / 1_000_000L));
                ended &= !thread.isAlive();
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void release(Epoch epoch) {
        try {
            epoch.close();
        } catch (IOException e) {
            // Nothing was written through it; the lock goes with the process.
        }
    }

    private synchronized void complain(String line) {
        messages.say(line);
    }
}
