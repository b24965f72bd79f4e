package io.meterweave.cli.verify;

import io.meterweave.journal.EpochId;
import io.meterweave.record.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What epochs say of others: an adopter vouches for how far the adopted one went, so that none can vanish. */
final class Adoptions {
    private final Side side;
    private final Faults faults;
    private final List<Adopted> adopted = new ArrayList<>();
    private final Map<String, Long> deleted = new HashMap<>();

    private record Adopted(
            String by, String epoch, long last, @Nullable String sha256) {}

    Adoptions(Side side, Faults faults) {
        this.side = side;
        this.faults = faults;
    }

    /** Takes a lifecycle event. */
    void take(CanonicalLine line) throws MalformedRecordException {
        Map<String, String> fields = line.fields();
        String event = fields.getOrDefault("event", "");
        if (event.equals("\"adopted\"")) {
            String sha256 = fields.containsKey("last_manifest_sha256") ? text(fields, "last_manifest_sha256") : null;
            if (sha256 != null && !Sha256.isHex(sha256)) {
                throw new MalformedRecordException("last_manifest_sha256 is no hash");
            }
            adopted.add(new Adopted(line.epoch(), epoch(fields, "adopted_epoch"), sequence(fields), sha256));
        } else if (event.equals("\"deleted\"")) {
            deleted.merge(epoch(fields, "deleted_epoch"), sequence(fields), Math::max);
        }
    }

    private static String text(Map<String, String> fields, String key) {
        String quoted = fields.getOrDefault(key, "");
        return quoted.length() < 2 ? "" : quoted.substring(1, quoted.length() - 1);
    }

    private static String epoch(Map<String, String> fields, String key) throws MalformedRecordException {
        String epoch = text(fields, key);
        if (!EpochId.is(epoch)) {
            throw new MalformedRecordException(key + " is no epoch");
        }
        return epoch;
    }

    private static long sequence(Map<String, String> fields) throws MalformedRecordException {
        String digits = fields.getOrDefault("last_sequence", "");
        if (!digits.matches("0|[1-9][0-9]{0,17}")) {
            throw new MalformedRecordException("last_sequence is no sequence");
        }
        return Long.parseLong(digits);
    }

    /** Which epochs were deleted after their delivery, and how far they went. */
    Map<String, Long> deleted() {
        return deleted;
    }

    /** Whether an epoch that is still read has not come as far as its adopter has seen. */
    boolean isAhead(Map<String, EpochLedger> epochs, Predicate<String> growing) {
        return adopted.stream().anyMatch(a -> growing.test(a.epoch()) && a.last() > last(epochs.get(a.epoch())));
    }

    private static long last(@Nullable EpochLedger ledger) {
        return ledger == null ? 0 : ledger.last();
    }

    /**
     * Holds the epochs against it; once, behind the last event.
     *
     * @param undelivered of which epochs the end may still be on its way
     */
    void check(Map<String, EpochLedger> epochs, Predicate<String> undelivered) {
        for (Adopted each : adopted) {
            EpochLedger ledger = epochs.get(each.epoch());
            if (each.last() > last(ledger)) {
                endsEarly(each, ledger, undelivered);
            } else if (ledger != null && each.sha256() != null) {
                hash(each, each.sha256(), ledger);
            }
        }
    }

    private void endsEarly(Adopted each, @Nullable EpochLedger ledger, Predicate<String> undelivered) {
        if (undelivered.test(each.epoch())) {
            return;
        }
        if (ledger != null && ledger.last() > 0) {
            long from = ledger.last() + 1;
            fault(FaultKind.MISSING, each, from, EpochLedger.count(each.last() - ledger.last()) + " at its end, ");
        } else if (side == Side.FILE || !deleted.containsKey(each.epoch())) {
            fault(FaultKind.VANISHED, each, 1, EpochLedger.count(each.last()) + ", ");
        }
    }

    private void hash(Adopted each, String sha256, EpochLedger ledger) {
        long manifest = ledger.manifests().atOrBelow(each.last());
        String here = ledger.manifests().hashAtOrBelow(each.last());
        if (here == null) {
            // All of its manifests up to there may have been deleted after delivery.
            boolean trimmed = ledger.trimmed().sequence() > 0 && ledger.first() > 1;
            here = !trimmed ? Sha256.NONE : ledger.trimmed().manifestSha256();
            if (trimmed && (here.equals(Sha256.NONE) || ledger.trimmed().sequence() > each.last())) {
                return;
            }
        }
        if (!here.equals(sha256)) {
            faults.add(
                    side,
                    FaultKind.ALTERED,
                    each.epoch(),
                    Math.max(1, manifest),
                    each.last(),
                    "its last manifest is not the one that its adopter " + each.by() + " saw");
        }
    }

    private void fault(FaultKind kind, Adopted each, long from, String what) {
        faults.add(side, kind, each.epoch(), from, each.last(), what + "its adopter " + each.by() + " saw them");
    }
}
