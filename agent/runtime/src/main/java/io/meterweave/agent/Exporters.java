package io.meterweave.agent;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.Journal;
import io.meterweave.ring.ExporterStat;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.Shipper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configured exporters, each with its shipper on a thread of its own. */
final class Exporters {
    /** For the batch that is under way when the time is over. */
    private static final long LAST_BATCH_NANOS = 500_000_000L;

    private final Map<String, Shipper> shippers = new LinkedHashMap<>();
    private final Map<String, Thread> threads = new LinkedHashMap<>();
    private final List<BacklogAlarm> alarms = new ArrayList<>();
    private final Complaints complaints;

    private Exporters(Complaints complaints) {
        this.complaints = complaints;
    }

    static Exporters start(AgentConfig config, LiveEpoch epoch, Journal journal, Complaints complaints) {
        Exporters exporters = new Exporters(complaints);
        ConfiguredExporters configured =
                new ConfiguredExporters(config.dir().toPath().toAbsolutePath(), config);
        configured.names().forEach(name -> {
            try {
                Shipper shipper =
                        new Shipper(name, configured.create(name), epoch.counters(), complaints, configured.pace(name));
                ExporterStat stat = epoch.stat().exporter(name);
                shipper.tellIn(stat);
                exporters.watch(name, configured.maxBacklogMillis(name), shipper, stat);
                epoch.addTo(shipper, name, journal);
                Thread thread = Threads.daemon("meterweave-ship-" + name, shipper);
                thread.start();
                exporters.shippers.put(name, shipper);
                exporters.threads.put(name, thread);
            } catch (IOException | RuntimeException | Error e) {
                complaints.accept("exporter " + name + " did not start: " + e.getMessage()
                        + (epoch.durable()
                                ? "; usage stays in the journal, and is shipped once that is mended"
                                : "; it gets nothing of what this JVM does"));
            }
        });
        return exporters;
    }

    private void watch(String name, long maxMillis, Shipper shipper, ExporterStat stat) {
        stat.maxAge(maxMillis);
        if (maxMillis > 0) {
            alarms.add(new BacklogAlarm(name, maxMillis, shipper::oldest, stat::error, complaints));
        }
    }

    /** Tells of those for which something waits too long; for the journal thread. */
    void lookAtBacklogs() {
        long now = System.currentTimeMillis();
        alarms.forEach(alarm -> alarm.look(now));
    }

    /** How many exporters run. */
    int count() {
        return shippers.size();
    }

    /** Has a dead epoch shipped by all; {@code whenEnded} is told once by each exporter, whether it managed or not. */
    void add(Epoch epoch, Journal journal, Runnable whenEnded) {
        shippers.forEach((name, shipper) -> {
            try {
                shipper.add(epoch.identity(), journal, epoch.cursor(name), DeadLetters.of(epoch, name), complete -> {
                    if (complete) {
                        complete(epoch, name);
                    }
                    whenEnded.run();
                });
            } catch (IOException | RuntimeException e) {
                complaints.accept("exporter " + name + " cannot ship " + epoch.dir() + ": " + e.getMessage());
                whenEnded.run();
            }
        });
    }

    private void complete(Epoch epoch, String name) {
        try {
            epoch.complete(name);
        } catch (IOException e) {
            complaints.accept("cannot write to " + epoch.dir() + ": " + e.getMessage()
                    + "; the next start looks through that epoch again");
        }
    }

    /** Whether all exporters have acknowledged all of an epoch before. */
    boolean haveShipped(Epoch epoch) {
        for (String name : shippers.keySet()) {
            if (!epoch.isComplete(name)) {
                return false;
            }
        }
        return true;
    }

    /** Lets them deliver what is there, for at most so long; answers whether all have ended. */
    boolean stop(long nanos) {
        shippers.values().forEach(shipper -> shipper.stop(nanos));
        long deadline = System.nanoTime() + nanos + LAST_BATCH_NANOS;
        boolean ended = true;
        for (Thread thread : threads.values()) {
            Threads.join(thread, deadline - System.nanoTime());
            ended &= !thread.isAlive();
        }
        return ended;
    }
}
