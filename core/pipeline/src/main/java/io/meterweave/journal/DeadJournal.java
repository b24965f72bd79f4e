package io.meterweave.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead epoch's journal, open to be continued. Where a power cut has damaged its end, which Chronicle need not notice, it
 * is salvaged first. Where it was forced at intervals, what is left out there is in the ring still.
 *
 * @param journal to append to
 * @param tail what its last entries tell
 * @param salvaged what its salvage found; null where there was no need of one
 */
record DeadJournal(Journal journal, JournalTail tail, ChronicleSalvage.@Nullable Salvaged salvaged)
        implements Closeable {
    /**
     * Opens it.
     *
     * @param epoch locked by this process
     * @param mayRebuild whether a damaged journal may be salvaged; otherwise it is left as it is
     * @param damages takes a phrase on what was salvaged
     * @throws JournalException where it cannot be read, nor salvaged
     */
    static DeadJournal open(Epoch epoch, boolean mayRebuild, List<String> damages) throws IOException {
        if (ChronicleSalvage.isSuspect(epoch.journal(), epoch.isSynced())) {
            if (!mayRebuild) {
                throw new JournalException(
                        "the journal " + epoch.journal()
                                + " is damaged at its end; the service's next start, or `ship`, rebuilds it from what is whole");
            }
            return read(epoch, salvage(epoch, damages));
        }
        if (!epoch.isSynced() || !mayRebuild) {
            // Damaged further back than where it goes on: it is refused, and kept.
            return read(epoch, null);
        }
        try {
            return read(epoch, null);
        } catch (ForeignVersionException e) {
            throw e;
        } catch (JournalException e) {
            return read(epoch, salvage(epoch, damages));
        }
    }

    /**
     * To be asked before anything is touched: opening a journal to append changes its files.
     *
     * @throws ForeignVersionException where it was written by another version
     */
    static void refuseForeign(Epoch epoch) {
        try (Journal looked = ChronicleJournal.openReadOnly(epoch.journal())) {
            JournalTail.refuseForeign(looked);
        } catch (ForeignVersionException e) {
            throw e;
        } catch (JournalException e) {
            // Damaged, or not there at all: that is for what follows to say, or to mend.
        }
    }

    private static DeadJournal read(Epoch epoch, ChronicleSalvage.@Nullable Salvaged salvaged) throws IOException {
        Journal journal = ChronicleJournal.open(epoch.journal(), ChronicleOptions.DEFAULT);
        try {
            return new DeadJournal(journal, JournalTail.read(journal, epoch.identity(), sent(epoch)), salvaged);
        } catch (IOException | RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    private static ChronicleSalvage.Salvaged salvage(Epoch epoch, List<String> damages) throws IOException {
        // Without journal.sync the ring has nothing of what is behind a hole, and all that is whole is kept.
        long upTo = epoch.isSynced() ? sent(epoch) : ChronicleSalvage.KEEP_ALL;
        ChronicleSalvage.Salvaged kept = ChronicleSalvage.run(epoch.journal(), upTo);
        damages.add("its journal was damaged and is rebuilt from " + kept.entries() + " whole entries, up to sequence "
                + kept.lastSequence() + "; missing " + kept.missing() + ", left out behind a hole " + kept.dropped()
                + ", with another's number " + kept.conflicting());
        return kept;
    }

    /** Up to where events were sent: a cursor may have been removed since, but only what all have is deleted. */
    private static long sent(Epoch epoch) throws IOException {
        return Math.max(Acknowledged.highest(epoch), Trimmed.read(epoch.dir()).sequence());
    }

    @Override
    public void close() {
        journal.close();
    }
}
