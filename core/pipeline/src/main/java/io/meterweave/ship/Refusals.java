package io.meterweave.ship;

import io.meterweave.record.RecordType;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.ExporterStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What becomes of events that an exporter's target refuses for good: they are kept as dead letters of their epoch, or, where
 * that is in memory, counted as lost. The shipping thread's, but for {@link #keepIn} and {@link #count}.
 */
final class Refusals {
    private final String name;
    private final Counters counters;
    private final Consumer<String> complaints;
    private final Patience patience;
    private final Backoff backoff;
    private final Map<String, DeadLetters> letters = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private ExporterStat stat = ExporterStat.NOWHERE;

    /**
     * Has no place for letters yet.
     *
     * @param name the exporter's
     * @param counters of the epoch that this process writes
     * @param complaints takes a line for the first refusal, and where letters cannot be kept
     * @param patience how long it is tried again then
     */
    Refusals(String name, Counters counters, Consumer<String> complaints, Patience patience, Backoff backoff) {
        this.name = name;
        this.counters = counters;
        this.complaints = complaints;
        this.patience = patience;
        this.backoff = backoff;
    }

    /** Says where failures are told; before the thread starts. */
    void tellIn(ExporterStat line) {
        stat = line;
    }

    /** Says where an epoch's letters are kept. */
    void keepIn(String epoch, DeadLetters to) {
        letters.put(epoch, to);
    }

    /** Whether any epoch has a place for letters. */
    boolean haveAPlace() {
        return !letters.isEmpty();
    }

    /** How many there were. */
    long count() {
        return count.get();
    }

    /** Keeps these; answers false where the time is over before all are kept. */
    boolean keep(List<Refused> refused) {
        Map<String, List<Refused>> byEpoch = new LinkedHashMap<>();
        for (Refused each : refused) {
            byEpoch.computeIfAbsent(each.event().epoch(), epoch -> new ArrayList<>())
                    .add(each);
        }
        for (Map.Entry<String, List<Refused>> each : byEpoch.entrySet()) {
            DeadLetters to = letters.get(each.getKey());
            if (to == null) {
                lose(each.getValue());
            } else if (!keep(each.getValue(), to)) {
                return false;
            }
        }
        return true;
    }

    private boolean keep(List<Refused> refused, DeadLetters to) {
        for (boolean complained = false; ; complained = true) {
            try {
                counters.add(Counter.DEAD_LETTER, to.keep(refused));
                backoff.succeeded();
                tell(refused, to);
                return true;
            } catch (IOException e) {
                stat.failed("cannot keep what was refused: " + e.getMessage(), System.currentTimeMillis());
                if (!complained) {
                    complaints.accept("exporter " + name + ": what its target refused cannot be kept in " + to.dir()
                            + ": " + e.getMessage() + "; nothing is lost, its usage waits in the journal: make room");
                }
            }
            if (!patience.rest(backoff.failed())) {
                return false;
            }
        }
    }

    /** Usage only: a loss event that is refused must not make the next one. */
    private void lose(List<Refused> refused) {
        String usage = RecordType.USAGE.eventType();
        counters.add(
                Counter.REFUSED,
                refused.stream()
                        .filter(each -> each.event().type().equals(usage))
                        .count());
        complaints.accept("exporter " + name + " refused " + refused.size() + " record(s): "
                + refused.get(0).answer()
                + "; without a disk they cannot be kept: usage among them is counted as lost");
        count.addAndGet(refused.size());
    }

    private void tell(List<Refused> refused, DeadLetters keptIn) {
        if (count.get() == 0) {
            complaints.accept("exporter " + name + " refused " + refused.size() + " record(s): "
                    + refused.get(0).answer() + "; they are kept as dead letters: run `java -jar meterweave-agent.jar"
                    + " dead-letters list --dir " + keptIn.root() + "`");
        }
        count.addAndGet(refused.size());
    }
}
