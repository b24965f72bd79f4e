package io.meterweave.journal;

import java.io.Closeable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The append-only store of one epoch's entries, in the order of their sequences.
 *
 * <p>One thread appends. What {@link #append} has taken survives the death of the process ({@code kill -9}); what
 * {@link #force} has covered survives the death of the machine. {@link MemoryJournal} promises neither.
 */
public interface Journal extends Closeable {
    /**
     * Appends one entry, from position to limit.
     *
     * @throws JournalException where the entry could not be stored (disk full, file damaged); nothing of it is visible
     */
    void append(ByteBuffer entry);

    /** Forces what was appended to the storage device. */
    void force();

    /** Opens a reader on all entries from the first. A reader is used by one thread, and closed before the journal. */
    JournalReader reader();

    /**
     * Opens a reader before the last entries.
     *
     * @param entries at least so many, or all where there are fewer
     * @throws JournalException where the journal cannot be read
     */
    JournalReader tail(long entries);

    /**
     * Reads back from the last entry towards the first until {@code visitor} answers false or none is left.
     *
     * @throws JournalException where the journal cannot be read
     */
    void backward(Visitor visitor);

    @Override
    void close();

    /** Looks at one entry. */
    interface Visitor {
        /**
         * Takes an entry.
         *
         * @param entry its bytes, valid during the call; null where its length or CRC32C is wrong
         * @return whether to go on
         */
        boolean visit(@Nullable ByteBuffer entry);
    }
}
