package io.meterweave.cli.verify;

import io.meterweave.record.RecordType;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The events since the last manifest, itself included, which the next one will seal: hashed and added up as they come. */
final class ManifestWindow {
    private final Sha256 sha = new Sha256();
    private final SumsOfUsage sums = new SumsOfUsage();
    private long records;
    private long usages;
    private boolean whole;

    /**
     * Begins anew.
     *
     * @param hasBeginning false where what the next manifest covers had begun before
     */
    void begin(boolean hasBeginning) {
        String unused = sha.hex();
        sums.clear();
        records = 0;
        usages = 0;
        whole = hasBeginning;
    }

    void add(CanonicalLine line) {
        sha.add(line);
        records++;
        if (line.recordType() == RecordType.USAGE) {
            usages++;
            sums.add(line);
        }
    }

    /** Something of it is missing, or came in another order. */
    void spoil() {
        whole = false;
    }

    boolean isWhole() {
        return whole;
    }

    /** Whether it is as long as the manifest says: events that are missing were so already when it was sealed. */
    boolean isAsLongAs(ManifestData manifest) {
        return records == manifest.records();
    }

    /** Holds it against the manifest that seals it. */
    void check(long sequence, ManifestData manifest, Faults faults, Side side) {
        boolean same = sha.hex().equals(manifest.recordsSha256());
        String differences = differences(manifest);
        if (!same) {
            faults.add(
                    side,
                    FaultKind.ALTERED,
                    manifest.epoch(),
                    manifest.first(),
                    manifest.last(),
                    "one or more of them are not what manifest " + sequence + " sealed (records_sha256)"
                            + (differences.isEmpty() ? "" : "; " + differences));
        } else if (!differences.isEmpty()) {
            faults.add(
                    side,
                    FaultKind.TOTALS,
                    manifest.epoch(),
                    manifest.first(),
                    manifest.last(),
                    "manifest " + sequence + ": " + differences);
        }
    }

    private String differences(ManifestData manifest) {
        StringJoiner differences = new StringJoiner(", ");
        count(differences, "record_count", manifest.records(), records);
        count(differences, "usage_count", manifest.usages(), usages);
        Map<String, ManifestData.Sum> own = sums.sums();
        TreeSet<String> fields = new TreeSet<>(own.keySet());
        fields.addAll(manifest.sums().keySet());
        for (String field : fields) {
            String said = sum(manifest.sums().get(field));
            String found = sum(own.get(field));
            if (!said.equals(found)) {
                differences.add(field + " " + said + " sealed, " + found + " here");
            }
        }
        return differences.toString();
    }

    private static void count(StringJoiner differences, String what, long said, long found) {
        if (said != found) {
            differences.add(what + " " + said + " sealed, " + found + " here");
        }
    }

    private static String sum(ManifestData.@Nullable Sum sum) {
        return sum == null ? "unknown" : sum.sum() + " of " + sum.known();
    }
}
