package io.meterweave.stat;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.HookTimes;
import io.meterweave.ring.RingFill;
import io.meterweave.ring.StatFile;
import io.meterweave.ring.UsageTotals;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one epoch is doing, or was doing last. Read from its files without a lock and without writing: nobody is disturbed by
 * it, and nothing recovered.
 *
 * @param identity whose life it is
 * @param live whether its JVM runs, or another process holds its lock
 * @param told whether its {@code stat.dat} could be read; totals, sequence, hook times and exporters are not known otherwise
 * @param totals what its journaled usage comes to
 * @param sequence the last journaled sequence; 0 where nothing was
 * @param seen when the journal was last seen to have grown, in milliseconds since 1970
 * @param lost how many records could not be kept, by reason
 * @param incidents what else was counted, of which no record is missing, by its name
 * @param ring what waits for the journal
 * @param hookTimes how long the agent's own work in a call takes
 * @param exporters what they have shipped
 * @param unknown files that cannot be read, and why
 */
public record EpochStat(
        EpochIdentity identity,
        boolean live,
        boolean told,
        UsageTotals totals,
        long sequence,
        long seen,
        Map<String, Long> lost,
        Map<String, Long> incidents,
        RingFill ring,
        HookTimes hookTimes,
        List<ExporterState> exporters,
        List<String> unknown) {

    /**
     * Reads an epoch.
     *
     * @param live whether its lock is held
     */
    public static EpochStat read(Epoch epoch, boolean live) {
        List<String> unknown = new ArrayList<>();
        StatFile stat = StatFile.inMemory();
        Counters counters = Counters.inMemory();
        RingFill ring = RingFill.NONE;
        boolean told = false;
        try {
            stat = StatFile.read(epoch.stat().toFile());
            told = true;
        } catch (IOException e) {
            unknown.add(why(epoch.stat().toFile(), e));
        }
        try {
            counters = Counters.read(epoch.counters().toFile());
        } catch (IOException e) {
            unknown.add(why(epoch.counters().toFile(), e));
        }
        try {
            ring = RingFill.read(epoch.ring().toFile());
        } catch (IOException e) {
            unknown.add(why(epoch.ring().toFile(), e));
        }
        long sequence = stat.sequence();
        List<ExporterState> exporters = stat.exporters().stream()
                .map(line -> ExporterState.read(line, sequence, epoch, live))
                .toList();
        return of(epoch.identity(), live, told, stat, counters, ring, exporters, unknown);
    }

    private static String why(File file, IOException e) {
        return file.exists() ? String.valueOf(e.getMessage()) : file + " does not exist";
    }

    /** The epoch of this process, from what it holds itself. */
    public static EpochStat own(EpochIdentity identity, StatFile stat, Counters counters, RingFill ring) {
        List<ExporterState> exporters = stat.exporters().stream()
                .map(told -> ExporterState.own(told, stat.sequence()))
                .toList();
        return of(identity, true, true, stat, counters, ring, exporters, List.of());
    }

    private static EpochStat of(
            EpochIdentity identity,
            boolean live,
            boolean told,
            StatFile stat,
            Counters counters,
            RingFill ring,
            List<ExporterState> exporters,
            List<String> unknown) {
        Map<String, Long> lost = new TreeMap<>();
        Map<String, Long> incidents = new TreeMap<>();
        for (Counter counter : Counter.ALL) {
            long count = counters.get(counter);
            if (count > 0) {
                (counter.loss() ? lost : incidents).put(counter.word(), count);
            }
        }
        return new EpochStat(
                identity,
                live,
                told,
                stat.totals(),
                stat.sequence(),
                stat.seen(),
                lost,
                incidents,
                ring,
                stat.hookTimes(),
                exporters,
                unknown);
    }
}
