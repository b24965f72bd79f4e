package io.meterweave.cli;

import io.meterweave.ring.HookTimes;
import io.meterweave.ring.RingFill;
import io.meterweave.ring.StatFile;
import io.meterweave.ring.UsageTotals;
import io.meterweave.stat.EpochStat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All epochs of a directory together.
 *
 * @param live how many are live
 * @param usage what their usage comes to
 * @param lost by reason
 * @param incidents by their names
 * @param ring what waits for their journals
 * @param hookTimes of all calls that were measured
 */
record StatTotal(
        int live,
        UsageTotals usage,
        Map<String, Long> lost,
        Map<String, Long> incidents,
        RingFill ring,
        HookTimes hookTimes) {
    static StatTotal of(List<EpochStat> epochs) {
        int live = 0;
        UsageTotals usage = new UsageTotals();
        Map<String, Long> lost = new TreeMap<>();
        Map<String, Long> incidents = new TreeMap<>();
        RingFill ring = RingFill.NONE;
        HookTimes times = StatFile.inMemory().hookTimes();
        for (EpochStat epoch : epochs) {
            live += epoch.live() ? 1 : 0;
            usage.add(epoch.totals());
            epoch.lost().forEach((reason, count) -> lost.merge(reason, count, Long::sum));
            epoch.incidents().forEach((what, count) -> incidents.merge(what, count, Long::sum));
            ring = ring.plus(epoch.ring());
            times.add(epoch.hookTimes());
        }
        return new StatTotal(live, usage, lost, incidents, ring, times);
    }
}
