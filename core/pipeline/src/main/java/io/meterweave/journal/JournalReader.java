package io.meterweave.journal;

import java.io.Closeable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a journal forward, also while another thread or process appends to it. */
public interface JournalReader extends Closeable {
    /** The position before a journal's first entry. */
    long START = 0;

    /**
     * Reads the next entry.
     *
     * @return its bytes, valid until the next call; null where there is none yet
     * @throws CorruptEntryException for an entry whose length or CRC32C is wrong; the reader stands behind it and can go
     *     on
     * @throws JournalException where the journal cannot be read on
     */
    @Nullable ByteBuffer next();

    /** Where the reader stands: behind the last entry that {@link #next} gave, or {@link #START}. */
    long position();

    /**
     * Goes to a position that {@link #position} of a reader on the same journal gave, in whatever process or year.
     *
     * @throws JournalException where there is no such position (any more)
     */
    void moveTo(long position);

    /**
     * Says that what lies before a position is delivered, and that this reader does not go back behind it. A journal in memory
     * drops what all its readers have said this of; for one on disk that is not the readers' business.
     */
    default void acknowledge(long position) {}

    @Override
    void close();
}
