package io.meterweave.cli.verify;

import io.meterweave.journal.Trimmed;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordType;
import java.util.Map;
import java.util.TreeMap;

/**
 * One epoch's events on one side, as they come.
 *
 * <p>What comes with the next sequence goes into the window that the next manifest seals, and its fingerprint is kept. A
 * higher one leaves a gap, which is a fault unless it is filled before the end; a window with a gap cannot be held
 * against its manifest, unless that counts no more than is there. A lower one is a repeat if its fingerprint is the
 * same: no fault in a file, whose deliveries may come again.
 */
final class EpochLedger {
    private final Side side;
    private final String epoch;
    private final Faults faults;
    private final Fingerprints prints = new Fingerprints();
    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    private final SealCheck seals;
    private final SumsOfUsage sums = new SumsOfUsage();
    private String source = "";
    private Trimmed trimmed = Trimmed.NOTHING;
    private long first;
    private long last;
    private long events;
    private long usages;
    private long repeated;
    private boolean closed;

    EpochLedger(Side side, String epoch, Faults faults) {
        this.side = side;
        this.epoch = epoch;
        this.faults = faults;
        this.seals = new SealCheck(side, epoch, faults);
    }

    /** Says what was deleted from its beginning, before the first event, and again when more may have been deleted. */
    void trimmed(Trimmed to) {
        trimmed = to;
        gaps.entrySet().removeIf(gap -> gap.getValue() <= to.sequence());
    }

    /**
     * Takes an event.
     *
     * @param print its fingerprint
     * @param where a word on where it stands, for a person
     * @return whether it is new
     */
    boolean take(CanonicalLine line, long print, String where) {
        long sequence = line.sequence();
        if (prints.has(sequence)) {
            again(sequence, print, where);
            return false;
        }
        checkSource(line, where);
        events++;
        if (line.recordType() == RecordType.USAGE) {
            usages++;
            sums.add(line);
        }
        if (sequence < last) {
            late(sequence, where);
        } else {
            next(line, sequence);
        }
        prints.add(sequence, print);
        return true;
    }

    private void again(long sequence, long print, String where) {
        if (!prints.matches(sequence, print)) {
            fault(FaultKind.CONFLICT, sequence, sequence, where);
        } else {
            repeated++;
            if (side == Side.JOURNAL) {
                fault(FaultKind.DOUBLED, sequence, sequence, where);
            }
        }
    }

    private void checkSource(CanonicalLine line, String where) {
        if (events == 0) {
            source = line.source();
        } else if (!source.equals(line.source())) {
            fault(FaultKind.ALTERED, line.sequence(), line.sequence(), "another source than the epoch's, " + where);
        }
    }

    private void late(long sequence, String where) {
        Map.Entry<Long, Long> gap = gaps.floorEntry(sequence);
        if (gap != null && gap.getValue() >= sequence) {
            gaps.remove(gap.getKey());
            if (gap.getKey() < sequence) {
                gaps.put(gap.getKey(), sequence - 1);
            }
            if (gap.getValue() > sequence) {
                gaps.put(sequence + 1, gap.getValue());
            }
        }
        first = Math.min(first, sequence);
        seals.gap();
        fault(FaultKind.OUT_OF_ORDER, sequence, sequence, "first behind " + last + ", " + where);
    }

    private void next(CanonicalLine line, long sequence) {
        if (first == 0) {
            begin(sequence);
        } else if (sequence > last + 1) {
            gap(last + 1, sequence - 1);
        }
        last = sequence;
        closed = false;
        try {
            if (line.recordType() == RecordType.MANIFEST) {
                closed = seals.manifest(line);
            } else {
                seals.event(line);
            }
        } catch (MalformedRecordException e) {
            seals.gap();
            fault(FaultKind.ALTERED, sequence, sequence, "its data are not of the known form: " + e.getMessage());
        }
    }

    /** A journal may begin anywhere in what was deleted: who dies while deleting has deleted a part. */
    private void begin(long sequence) {
        first = sequence;
        if (sequence > trimmed.sequence() + 1) {
            gap(trimmed.sequence() + 1, sequence - 1);
        } else if (sequence > 1) {
            seals.anchor(sequence == trimmed.sequence() + 1 ? trimmed.manifestSha256() : Trimmed.NO_MANIFEST);
        }
    }

    private void gap(long from, long to) {
        if (gaps.size() == Faults.MOST) {
            throw new TooManyFaultsException();
        }
        gaps.put(from, to);
        seals.gap();
    }

    /** A journal's entry that cannot be read: it has taken a sequence, most likely the next one. */
    void damaged(String cause) {
        long likely = last + 1;
        fault(FaultKind.DAMAGED, likely, likely, "an entry at or behind it: " + cause);
    }

    /** Says what is missing still; once, behind the last event. */
    void end() {
        gaps.forEach((from, to) -> fault(FaultKind.MISSING, from, to, count(to - from + 1)));
        boolean partly = trimmed.sequence() > 0 && first <= trimmed.sequence() && last >= trimmed.sequence();
        long sealed = partly ? manifests().atOrBelow(trimmed.sequence()) : 0;
        if (sealed != 0
                && !trimmed.manifestSha256().equals(Trimmed.NO_MANIFEST)
                && !trimmed.manifestSha256().equals(manifests().hashAtOrBelow(sealed))) {
            fault(
                    FaultKind.CHAIN,
                    sealed,
                    sealed,
                    "not the manifest that was the last one when the beginning was deleted");
        }
    }

    static String count(long events) {
        return events == 1 ? "1 event" : events + " events";
    }

    private void fault(FaultKind kind, long from, long to, String detail) {
        faults.add(side, kind, epoch, from, to, detail);
    }

    String epoch() {
        return epoch;
    }

    String source() {
        return source;
    }

    Trimmed trimmed() {
        return trimmed;
    }

    boolean has(long sequence) {
        return prints.has(sequence);
    }

    boolean matches(long sequence, long print) {
        return prints.matches(sequence, print);
    }

    /** The first sequence; 0 where nothing is there. */
    long first() {
        return first;
    }

    /** The last one. */
    long last() {
        return last;
    }

    long events() {
        return events;
    }

    long usages() {
        return usages;
    }

    long repeated() {
        return repeated;
    }

    /** Whether the last event is a manifest that says so. */
    boolean isClosed() {
        return closed;
    }

    ManifestHashes manifests() {
        return seals.hashes();
    }

    SealCheck seals() {
        return seals;
    }

    Map<String, ManifestData.Sum> sums() {
        return sums.sums();
    }
}
