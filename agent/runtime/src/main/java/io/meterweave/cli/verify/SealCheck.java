package io.meterweave.cli.verify;

import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordType;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** Holds one epoch's manifests against the events they seal, against each other, and against the loss records. */
final class SealCheck {
    private final Side side;
    private final String epoch;
    private final Faults faults;
    private final ManifestWindow window = new ManifestWindow();
    private final ManifestHashes hashes = new ManifestHashes();
    private Map<String, BigInteger> lost = new TreeMap<>();
    private String previousSha = Sha256.NONE;
    private long previous;
    /** Whether the window lacks something for a reason that is no fault. */
    private boolean anchored;
    /** Whether all loss records so far are in {@link #lost}. */
    private boolean allLosses = true;

    private long unsealed;

    SealCheck(Side side, String epoch, Faults faults) {
        this.side = side;
        this.epoch = epoch;
        this.faults = faults;
        window.begin(true);
    }

    /** What comes next is not where the last one ended, or has come already. */
    void gap() {
        window.spoil();
        anchored = false;
        allLosses = false;
    }

    /** The beginning was deleted, with a last manifest of this hash; {@link Sha256#NONE} where that is not known. */
    void anchor(String sha256) {
        window.spoil();
        anchored = true;
        allLosses = false;
        previousSha = sha256;
    }

    void event(CanonicalLine line) throws MalformedRecordException {
        unsealed++;
        window.add(line);
        if (line.recordType() == RecordType.LOSS) {
            Map<String, String> fields = line.fields();
            String reason = fields.getOrDefault("reason", "");
            String count = fields.getOrDefault("lost_count", "");
            if (!reason.matches("\"[a-z_]{1,64}\"") || !count.matches("[0-9]{1,19}")) {
                throw new MalformedRecordException("a loss without a reason and a count");
            }
            lost.merge(reason.substring(1, reason.length() - 1), new BigInteger(count), BigInteger::add);
        }
    }

    /** Checks a manifest, and begins what the next one covers; answers whether it closes the epoch. */
    boolean manifest(CanonicalLine line) throws MalformedRecordException {
        long sequence = line.sequence();
        String sha = new Sha256().add(line).hex();
        boolean closed = false;
        try {
            ManifestData manifest = ManifestData.parse(line);
            closed = manifest.closed();
            check(sequence, manifest);
        } finally {
            previous = sequence;
            previousSha = sha;
            anchored = false;
            hashes.add(sequence, sha);
            unsealed = 0;
            window.begin(true);
            window.add(line);
        }
        return closed;
    }

    private void check(long sequence, ManifestData manifest) {
        long from = Math.max(1, previous);
        boolean covers = manifest.epoch().equals(epoch) && manifest.last() == sequence - 1;
        boolean fromPrevious = manifest.first() == from;
        if (!covers || (window.isWhole() && !fromPrevious)) {
            fault(
                    FaultKind.CHAIN,
                    sequence,
                    sequence,
                    "the manifest says that it covers " + manifest.first() + " to " + manifest.last() + " of epoch "
                            + manifest.epoch() + ", and must cover " + from + " to " + (sequence - 1));
        } else if (window.isWhole() || (fromPrevious && !anchored && window.isAsLongAs(manifest))) {
            window.check(sequence, manifest, faults, side);
        } else if (!anchored) {
            fault(
                    FaultKind.UNPROVEN,
                    manifest.first(),
                    manifest.last(),
                    "manifest " + sequence + " covers what is not here");
        }
        chain(sequence, manifest, fromPrevious);
        losses(sequence, manifest);
    }

    private void chain(long sequence, ManifestData manifest, boolean fromPrevious) {
        boolean known = anchored ? !previousSha.equals(Sha256.NONE) : window.isWhole() || fromPrevious;
        if (known && !manifest.previousSha256().equals(previousSha)) {
            String before = previous != 0 ? "manifest " + previous : anchored ? "the one that was deleted" : "none";
            fault(
                    FaultKind.CHAIN,
                    sequence,
                    sequence,
                    "previous_manifest_sha256 is not the hash of its predecessor, " + before);
        }
    }

    /** Where loss records are missing, what is there must not be more than what the manifest counts. */
    private void losses(long sequence, ManifestData manifest) {
        boolean right = allLosses
                ? manifest.lost().equals(lost)
                : lost.entrySet().stream()
                        .allMatch(l ->
                                l.getValue().compareTo(manifest.lost().getOrDefault(l.getKey(), BigInteger.ZERO)) <= 0);
        if (!right) {
            fault(
                    FaultKind.LOST_COUNT,
                    sequence,
                    sequence,
                    "manifest " + sequence + " counts " + manifest.lost() + ", the loss records " + lost);
        }
        lost = new TreeMap<>(manifest.lost());
        allLosses = true;
    }

    private void fault(FaultKind kind, long from, long to, String detail) {
        faults.add(side, kind, epoch, from, to, detail);
    }

    ManifestHashes hashes() {
        return hashes;
    }

    /** How many events came behind the last manifest. */
    long unsealed() {
        return unsealed;
    }

    /** Records that were lost, by reason. */
    Map<String, BigInteger> lost() {
        return lost;
    }
}
