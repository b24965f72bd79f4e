package io.meterweave.cli;

import io.meterweave.agent.ConfiguredExporters;
import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalException;
import io.meterweave.ring.Counters;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.Shipper;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What dead epochs have for one exporter: shipped one after the other, so that few files are open. */
final class ExporterBacklog implements Runnable {
    /** How an epoch's shipping ended. */
    record Result(int code, String text) {}

    private static final Result NOT_BEGUN =
            new Result(ExitCode.UNREACHABLE, "NOT acknowledged: the wait was over; run it again");

    private final String name;
    private final ConfiguredExporters exporters;
    private final List<Epoch> epochs;
    private final long deadline;
    private final Consumer<String> complaints;
    private final Set<String> said = new HashSet<>();
    private final Map<String, Result> results = new ConcurrentHashMap<>();

    ExporterBacklog(
            String name,
            ConfiguredExporters exporters,
            List<Epoch> epochs,
            long deadline,
            Consumer<String> complaints) {
        this.name = name;
        this.exporters = exporters;
        this.epochs = List.copyOf(epochs);
        this.deadline = deadline;
        this.complaints = complaints;
    }

    String name() {
        return name;
    }

    /** How it ended, or that it has not. */
    Result result(Epoch epoch) {
        return results.getOrDefault(epoch.identity().epoch(), NOT_BEGUN);
    }

    @Override
    public void run() {
        for (Epoch epoch : epochs) {
            Result result;
            try {
                result = epoch.isComplete(name) ? new Result(ExitCode.OK, "acknowledged before") : ship(epoch);
            } catch (IOException | RuntimeException | Error e) {
                result = new Result(ExitCode.UNREADABLE, "NOT acknowledged: " + e);
                complain("epoch " + epoch.identity().epoch() + " cannot be shipped to exporter " + name + ": "
                        + e.getMessage() + "; the others are shipped");
            }
            results.put(epoch.identity().epoch(), result);
        }
    }

    private Result ship(Epoch epoch) throws IOException {
        boolean[] complete = {false};
        Counters counters = Counters.open(epoch.counters().toFile());
        try (Journal journal = ChronicleJournal.openReadOnly(epoch.journal())) {
            UsageExporter exporter = exporters.create(name);
            Shipper shipper = new Shipper(name, exporter, counters, this::complain, exporters.pace(name));
            try {
                shipper.add(epoch.identity(), journal, epoch.cursor(name), DeadLetters.of(epoch, name), all -> {
                    complete[0] = all;
                });
            } catch (IOException | JournalException e) {
                exporter.close();
                throw e;
            }
            // On this thread, until nothing is left or the time is over.
            shipper.stop(deadline - System.nanoTime());
            shipper.run();
            if (complete[0]) {
                epoch.complete(name);
            }
            return result(complete[0], shipper);
        }
    }

    private Result result(boolean complete, Shipper shipper) {
        String counts = shipper.shipped() + " sent"
                + (shipper.refused() == 0 ? "" : ", " + shipper.refused() + " refused and kept as dead letters");
        if (complete) {
            return new Result(shipper.refused() == 0 ? ExitCode.OK : ExitCode.FAULT, "acknowledged, " + counts);
        }
        return System.nanoTime() - deadline >= 0
                ? new Result(
                        ExitCode.UNREACHABLE, "NOT all acknowledged, " + counts + ": the wait was over; run it again")
                : new Result(ExitCode.UNREADABLE, "NOT all acknowledged, " + counts);
    }

    /** A target that is away is away for each epoch: said once. */
    private void complain(String line) {
        if (said.add(line)) {
            complaints.accept(line);
        }
    }
}
