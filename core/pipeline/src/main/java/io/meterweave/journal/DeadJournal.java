package io.meterweave.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A dead epoch's journal, open to be continued. Where the epoch was forced at intervals and a power cut has damaged the
 * journal's end, it is salvaged first: what is left out there is in the ring still.
 *
 * @param journal to append to
 * @param tail what its last entries tell
 */
record DeadJournal(Journal journal, JournalTail tail) implements Closeable {
    /**
     * Opens it.
     *
     * @param epoch locked by this process
     * @param damages takes a phrase on what was salvaged
     * @throws ForeignVersionException where it was written by another version
     * @throws JournalException where it cannot be read, nor salvaged
     */
    static DeadJournal open(Epoch epoch, List<String> damages) throws IOException {
        if (!epoch.isSynced()) {
            // What is damaged was not in the ring any more, and no rule tells what may be left out: it is refused, and
            // kept.
            return read(epoch);
        }
        if (ChronicleSalvage.isSuspect(epoch.journal())) {
            salvage(epoch, damages);
            return read(epoch);
        }
        try {
            return read(epoch);
        } catch (ForeignVersionException e) {
            throw e;
        } catch (JournalException e) {
            salvage(epoch, damages);
            return read(epoch);
        }
    }

    private static DeadJournal read(Epoch epoch) throws IOException {
        Journal journal = ChronicleJournal.open(epoch.journal(), ChronicleOptions.DEFAULT);
        try {
            return new DeadJournal(journal, JournalTail.read(journal, epoch.identity(), sent(epoch)));
        } catch (IOException | RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    private static void salvage(Epoch epoch, List<String> damages) throws IOException {
        ChronicleSalvage.Salvaged kept = ChronicleSalvage.run(epoch.journal(), sent(epoch));
        damages.add("its journal was damaged and is rebuilt from " + kept.entries() + " whole entries, up to sequence "
                + kept.lastSequence() + "; missing " + kept.missing() + ", left out behind a hole " + kept.dropped()
                + ", with another's number " + kept.conflicting());
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
