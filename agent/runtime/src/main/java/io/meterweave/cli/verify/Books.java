package io.meterweave.cli.verify;

import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordType;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All epochs of one side. */
final class Books {
    private final Side side;
    private final Faults faults;
    private final Map<String, EpochLedger> epochs = new TreeMap<>();
    private final Adoptions adoptions;
    private @Nullable EpochLedger current;

    Books(Side side, Faults faults) {
        this.side = side;
        this.faults = faults;
        this.adoptions = new Adoptions(side, faults);
    }

    EpochLedger ledger(String epoch) {
        EpochLedger ledger = current;
        if (ledger == null || !ledger.epoch().equals(epoch)) {
            current = ledger = epochs.computeIfAbsent(epoch, e -> new EpochLedger(side, e, faults));
        }
        return ledger;
    }

    @Nullable EpochLedger find(String epoch) {
        return epochs.get(epoch);
    }

    void take(CanonicalLine line, long print, String where) {
        boolean isNew = ledger(line.epoch()).take(line, print, where);
        if (isNew && line.recordType() == RecordType.LIFECYCLE) {
            try {
                adoptions.take(line);
            } catch (MalformedRecordException e) {
                String cause = "its data are not of the known form: " + e.getMessage();
                faults.add(side, FaultKind.ALTERED, line.epoch(), line.sequence(), line.sequence(), cause);
            }
        }
    }

    boolean isBehindAdopter(Predicate<String> growing) {
        return adoptions.isAhead(epochs, growing);
    }

    void end(Predicate<String> undelivered) {
        epochs.values().forEach(EpochLedger::end);
        adoptions.check(epochs, undelivered);
    }

    /** Which epochs were deleted after their delivery, and how far they went. */
    Map<String, Long> deleted() {
        return adoptions.deleted();
    }

    Collection<EpochLedger> epochs() {
        return epochs.values();
    }

    long events() {
        return epochs.values().stream().mapToLong(EpochLedger::events).sum();
    }

    long usages() {
        return epochs.values().stream().mapToLong(EpochLedger::usages).sum();
    }

    long repeated() {
        return epochs.values().stream().mapToLong(EpochLedger::repeated).sum();
    }
}
