package io.meterweave.cli;

import io.meterweave.journal.Epoch;
import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.JournalException;
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

    /**
     * Says how an epoch stands, before its events and behind those that there are now.
     *
     * @param live whether more may come
     * @throws JournalException where its directory is damaged: told, and its events are read nevertheless
     */
    default void stands(Epoch epoch, boolean live) {}

    /** Takes an event whose sequence is not above its predecessor's, which a journal must not have. */
    default void outOfSequence(EpochIdentity epoch, JournalEntry entry, @Nullable UsageRecord usage)
            throws MalformedRecordException, OutputException {}

    /** Says that there is an entry that cannot be read. */
    default void damaged(EpochIdentity epoch, String cause) {}
}
