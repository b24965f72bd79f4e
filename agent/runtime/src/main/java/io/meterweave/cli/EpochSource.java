package io.meterweave.cli;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.CorruptEntryException;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalException;
import io.meterweave.journal.JournalReader;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One epoch, open for reading; what is wrong with it goes to the findings. */
final class EpochSource implements Closeable {
    private final Epoch epoch;
    private final Findings findings;
    private final Journal journal;
    private final JournalReader reader;
    private EpochAccess access;
    private boolean broken;
    private boolean toldRebuilt;
    private final SequenceCheck sequences = new SequenceCheck();
    private long corrupt;
    private String firstCorrupt = "";

    private EpochSource(Epoch epoch, Findings findings, Journal journal, JournalReader reader, EpochAccess access) {
        this.epoch = epoch;
        this.findings = findings;
        this.journal = journal;
        this.reader = reader;
        this.access = access;
    }

    /** Opens an instance directory; answers null where it cannot be read, or has been deleted meanwhile. */
    static @Nullable EpochSource open(Path dir, Findings findings) {
        EpochAccess access = null;
        Journal journal = null;
        try {
            Epoch epoch = Epoch.at(dir);
            access = EpochAccess.gain(epoch);
            journal = ChronicleJournal.openReadOnly(epoch.journal());
            EpochSource source = new EpochSource(epoch, findings, journal, journal.reader(), access);
            findings.opened(access.live(), source.sequences);
            findings.unrecovered(epoch.identity().epoch(), access.failure());
            if (epoch.isRebuilt()) {
                findings.rebuilt(epoch.identity().epoch());
            }
            return source;
        } catch (JournalException e) {
            if (journal != null) {
                journal.close();
            }
            if (access != null) {
                access.release();
            }
            // What everybody has acknowledged is deleted after its grace period, at any moment.
            if (Files.exists(dir)) {
                findings.unreadable(dir.getFileName().toString(), EpochAccess.reason(e));
            }
            return null;
        }
    }

    /** Whether more may come. */
    boolean isLive() {
        return access.live() && !broken;
    }

    /** Looks whether a live epoch's JVM has ended. What its ring held is read like the rest then. */
    void checkLive() {
        if (access.live()) {
            access = EpochAccess.gain(epoch);
            if (!access.live()) {
                findings.died();
                findings.unrecovered(epoch.identity().epoch(), access.failure());
            }
        }
    }

    /**
     * Reads on, to where the journal ends now: a JVM that journals faster than the visitor works would keep a scan busy
     * for ever.
     */
    void read(EventVisitor visitor) throws OutputException {
        stands(visitor);
        if (epoch.isRebuilt() && !toldRebuilt) {
            toldRebuilt = true;
            visitor.damaged(epoch.identity(), Findings.REBUILT);
        }
        readOn(visitor);
        stands(visitor);
    }

    private void stands(EventVisitor visitor) {
        try {
            visitor.stands(epoch, access.live());
        } catch (JournalException e) {
            findings.unreadable(epoch.identity().epoch(), EpochAccess.reason(e));
        }
    }

    private void readOn(EventVisitor visitor) throws OutputException {
        long last = access.live() ? lastSequence() : Long.MAX_VALUE;
        long sequence = 0;
        while (sequence < last) {
            long before = reader.position();
            try {
                ByteBuffer bytes = reader.next();
                if (bytes == null) {
                    return;
                }
                sequence = event(bytes, visitor);
            } catch (MalformedRecordException e) {
                corrupt(e, visitor);
            } catch (JournalException e) {
                if (!passed(e, before, visitor)) {
                    return;
                }
            }
        }
    }

    private long event(ByteBuffer bytes, EventVisitor visitor) throws MalformedRecordException, OutputException {
        JournalEntry entry;
        try {
            entry = JournalEntry.decode(bytes);
        } catch (MalformedRecordException e) {
            sequences.skip();
            throw e;
        }
        if (sequences.next(entry.sequence())) {
            visitor.event(epoch.identity(), entry, EventCheck.usage(entry));
        } else {
            visitor.outOfSequence(epoch.identity(), entry, EventCheck.usage(entry));
        }
        return entry.sequence();
    }

    /** Takes note of damage; answers whether the reader has come past it: behind a damaged file there may be whole ones. */
    private boolean passed(JournalException e, long before, EventVisitor visitor) {
        boolean past = reader.position() != before;
        if (past && e instanceof CorruptEntryException) {
            sequences.skip();
            corrupt(e, visitor);
        } else {
            findings.unreadable(epoch.identity().epoch(), EpochAccess.reason(e));
            broken = !past;
        }
        return past;
    }

    private long lastSequence() {
        long[] last = {Long.MAX_VALUE};
        try {
            journal.backward(bytes -> {
                if (bytes == null) {
                    return true;
                }
                try {
                    last[0] = JournalEntry.decode(bytes).sequence();
                } catch (MalformedRecordException e) {
                    // Met again, and reported, on the way forward.
                }
                return false;
            });
        } catch (JournalException e) {
            // Likewise.
        }
        return last[0];
    }

    private void corrupt(Exception e, EventVisitor visitor) {
        if (corrupt++ == 0) {
            firstCorrupt = EpochAccess.reason(e);
        }
        findings.corrupt();
        visitor.damaged(epoch.identity(), EpochAccess.reason(e));
    }

    /** Closes it; says how many of its entries were corrupt, missing or repeated. */
    @Override
    public void close() {
        // What recovery failed of has been said, such as that another version wrote the journal.
        String failure = access.failure();
        if (corrupt > 0 && (failure == null || !failure.endsWith(firstCorrupt))) {
            findings.corrupt(epoch.identity().epoch(), corrupt, firstCorrupt);
        }
        findings.sequences(epoch.identity().epoch(), sequences);
        reader.close();
        journal.close();
        access.release();
    }
}
