package io.meterweave.journal;

/** One entry's bytes are not those that were written: its length or its CRC32C is wrong. */
public final class CorruptEntryException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes the damage.
     *
     * @param message which entry, and what about it is wrong
     */
    public CorruptEntryException(String message) {
        super(message);
    }
}
