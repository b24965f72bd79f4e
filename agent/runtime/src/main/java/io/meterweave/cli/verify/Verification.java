package io.meterweave.cli.verify;

import io.meterweave.journal.Trimmed;
import io.meterweave.record.MalformedRecordException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds files of events, a journal, or the one against the other, to what their manifests say.
 *
 * <p>Files come first, then the journal: what is delivered meanwhile is then behind a file's end, not beyond the
 * journal's. Each event of the journal is compared with the file's when it comes, by fingerprint. Memory grows by eight
 * bytes for each event on either side, and with the epochs, manifests and faults.
 */
public final class Verification {
    private final Faults faults = new Faults();
    private final @Nullable Books file;
    private final @Nullable Books journal;
    private final CanonicalLine line = new CanonicalLine();
    private final MessageDigest digest = Sha256.digest();
    private final byte[] salt = new byte[16];
    private final Set<String> live = new HashSet<>();
    private final Set<String> undelivered = new HashSet<>();
    private final Map<String, long[]> behind = new HashMap<>();
    private boolean ended;
    private boolean incomplete;

    /**
     * Begins one.
     *
     * @param files whether files come
     * @param directory whether a journal comes
     */
    public Verification(boolean files, boolean directory) {
        file = files ? new Books(Side.FILE, faults) : null;
        journal = directory ? new Books(Side.JOURNAL, faults) : null;
        new SecureRandom().nextBytes(salt);
    }

    private static Books given(@Nullable Books books) {
        if (books == null) {
            throw new IllegalStateException("this side was not announced");
        }
        return books;
    }

    /**
     * Takes a file's next line.
     *
     * @param name the file's, for a person
     * @param number the line's
     */
    public void fileLine(LineFile lines, String name, long number) {
        Books books = given(file);
        String where = name + " line " + number;
        try {
            if (lines.length() < 0) {
                throw new MalformedRecordException("longer than " + LineFile.LONGEST + " bytes");
            }
            line.scan(lines.line(), lines.length());
        } catch (MalformedRecordException e) {
            boolean named = lines.length() >= 0 && line.sequence() > 0;
            String cutOff = lines.isEnded() ? "" : "cut off, ";
            faults.add(
                    Side.FILE,
                    FaultKind.MALFORMED,
                    named ? line.epoch() : "",
                    named ? line.sequence() : 0,
                    named ? line.sequence() : 0,
                    where + ": " + cutOff + e.getMessage());
            return;
        }
        books.take(line, print(), where);
    }

    /**
     * Says what is known of an epoch before its events are read.
     *
     * @param isLive whether it grows while it is read
     * @param delivered whether all exporters have acknowledged all of it
     */
    public void journalEpoch(String epoch, boolean isLive, boolean delivered, Trimmed trimmed) {
        given(journal).ledger(epoch).trimmed(trimmed);
        if (isLive) {
            live.add(epoch);
        } else {
            live.remove(epoch);
        }
        if (isLive || !delivered) {
            undelivered.add(epoch);
        }
    }

    /** Takes a journal's next event, as its line without line feed. */
    public void journalLine(String epoch, long sequence, byte[] bytes) {
        try {
            line.scan(bytes, bytes.length);
        } catch (MalformedRecordException e) {
            faults.add(Side.JOURNAL, FaultKind.MALFORMED, epoch, sequence, sequence, String.valueOf(e.getMessage()));
            return;
        }
        long print = print();
        given(journal).take(line, print, "");
        if (file != null) {
            compare(epoch, sequence, print, file.find(epoch));
        }
    }

    private void compare(String epoch, long sequence, long print, @Nullable EpochLedger delivered) {
        if (delivered != null && delivered.has(sequence)) {
            if (!delivered.matches(sequence, print)) {
                faults.add(Side.FILE, FaultKind.DIFFERS, epoch, sequence, sequence, "");
            }
        } else if (sequence > (delivered == null ? 0 : delivered.last()) && undelivered.contains(epoch)) {
            long[] range = behind.computeIfAbsent(epoch, e -> new long[] {sequence, 0});
            range[1]++;
        } else {
            faults.add(Side.FILE, FaultKind.NOT_IN_FILE, epoch, sequence, sequence, "");
        }
    }

    /** An entry of a journal cannot be read. */
    public void journalDamaged(String epoch, String cause) {
        given(journal).ledger(epoch).damaged(cause);
    }

    /** Whether an epoch must be read on: its adopter was read later, and has seen more of it. */
    public boolean isBehindAdopter() {
        return given(journal).isBehindAdopter(live::contains);
    }

    /** Not all of the input could be read: nothing is complete. */
    public void incomplete() {
        incomplete = true;
    }

    /** Ends it: what has not come is missing. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        faults.settle();
        if (file != null) {
            file.end(undelivered::contains);
        }
        if (journal != null) {
            journal.end(epoch -> false);
        }
        if (file != null && journal != null) {
            journal.epochs().forEach(of -> beyond(of, file.find(of.epoch())));
        }
    }

    private void beyond(EpochLedger of, @Nullable EpochLedger delivered) {
        // What was deleted after its delivery leaves a journal that begins later, or is empty.
        long last = Math.max(of.last(), of.trimmed().sequence());
        if (delivered != null && delivered.last() > last) {
            long from = Math.max(last + 1, delivered.first());
            faults.add(Side.FILE, FaultKind.NOT_IN_JOURNAL, of.epoch(), from, delivered.last(), "");
        }
    }

    private long print() {
        digest.update(salt);
        digest.update(line.bytes(), 0, line.length());
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** Whether anything is wrong. */
    public boolean isFaulty() {
        return faults.any();
    }

    boolean isIncomplete() {
        return incomplete;
    }

    Faults faults() {
        return faults;
    }

    @Nullable Books books(Side side) {
        return side == Side.FILE ? file : journal;
    }

    /** From where on, and how many events are not delivered yet; null where none. */
    long @Nullable [] behind(String epoch) {
        return behind.get(epoch);
    }
}
