package io.meterweave.cli;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.UsageRecord;
import org.jspecify.annotations.Nullable;

/** Takes the events of a scan, epoch by epoch, each epoch's in the order of its sequences. */
interface EventVisitor {
    /**
     * Takes one event.
     *
     * @param entry its body is valid during the call
     * @param usage the decoded body where the event is usage, else null
     * @throws MalformedRecordException where its data are not of this version: counted, the scan goes on
     * @throws OutputException where what is made of it cannot be written: ends the scan
     */
    void event(EpochIdentity epoch, JournalEntry entry, @Nullable UsageRecord usage)
            throws MalformedRecordException, OutputException;
}
